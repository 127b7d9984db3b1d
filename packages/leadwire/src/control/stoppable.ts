import { type Lead, type LeadTarget, LeadwireError, type TargetSendOptions } from '@leadwire/core';
import { err } from '@leadwire/core/provider';

const notSent = () =>
  err(new LeadwireError('aborted', 'Stopped before it was sent', { hint: 'Run the command again to resume.' }));

/** Wraps a target so that it stops cleanly: once `stop` is aborted nothing more is sent, and requests under way may finish. */
export function stoppable(target: LeadTarget, stop: AbortSignal): LeadTarget {
  const waiting = new Set<AbortController>();
  stop.addEventListener('abort', () => {
    for (const controller of waiting) controller.abort(stop.reason);
  });

  const guarded = async <Sent>(
    options: TargetSendOptions,
    send: (options: TargetSendOptions) => Promise<Sent>,
  ): Promise<Sent | ReturnType<typeof notSent>> => {
    if (stop.aborted || options.signal?.aborted) return notSent();
    const controller = new AbortController();
    const onCut = () => controller.abort(options.signal?.reason);
    waiting.add(controller);
    options.signal?.addEventListener('abort', onCut, { once: true });
    const beforeSend = async (): Promise<void> => {
      waiting.delete(controller);
      await options.beforeSend?.();
    };
    try {
      return await send({ ...options, signal: controller.signal, beforeSend });
    } finally {
      waiting.delete(controller);
      options.signal?.removeEventListener('abort', onCut);
    }
  };

  const { bulk, update } = target;
  return {
    ...target,
    send: (lead, options = {}) => guarded(options, (given) => target.send(lead, given)),
    resume: (lead, prior, options = {}) => guarded(options, (given) => target.resume(lead, prior, given)),
    ...(update && {
      update: (lead: Lead, id: string, options: TargetSendOptions = {}) =>
        guarded(options, (given) => update(lead, id, given)),
    }),
    bulk: bulk && {
      ...bulk,
      send: (leads, options = {}) => guarded(options, (given) => bulk.send(leads, given)),
    },
  };
}
