import { safeCause } from '../call/classify-error.ts';
import type { Runner } from '../call/create-client.ts';
import { LeadwireError } from '../errors.ts';
import type { BulkTarget, LeadTarget } from '../lead/target.ts';
import { err, type Result } from '../result.ts';

/** What is known of a target before its code is loaded. */
export interface TargetOutline extends Pick<LeadTarget, 'account' | 'effect'> {
  /** Name of the way in. Default: the provider's name. */
  readonly name?: string;
  /** What it can do beside `check`, `send` and `resume`. */
  readonly can: readonly ('update' | 'find' | 'findCreated' | 'undo')[];
  readonly bulk?: Pick<BulkTarget, 'maxItems' | 'accepts'>;
}

/** A target that has all of its outline. */
type LoadedTarget = Required<LeadTarget> & { readonly bulk: BulkTarget };

/** A target whose code is loaded as a whole with its first lead, before anything is sent: a program that only makes calls does not carry it. */
export function lazyTarget(
  { provider }: Pick<Runner, 'provider'>,
  { account, bulk, can, effect, name = provider.name }: TargetOutline,
  load: () => Promise<LeadTarget>,
): LeadTarget {
  let loading: Promise<LoadedTarget> | undefined;
  const loaded = (): Promise<LoadedTarget> => {
    loading ??= (load() as Promise<LoadedTarget>).catch((cause: unknown) => {
      // The next lead tries again.
      loading = undefined;
      throw notLoaded(provider.name, cause);
    });
    return loading;
  };
  const ask = <Value>(use: (target: LoadedTarget) => Promise<Result<Value, LeadwireError>>) =>
    loaded().then(use, (error: LeadwireError) => err(error));
  return {
    provider: provider.name,
    name,
    account,
    effect,
    check: async (lead) => (await loaded()).check(lead),
    send: (lead, options) => ask((target) => target.send(lead, options)),
    resume: (lead, prior, options) =>
      loaded().then(
        (target) => target.resume(lead, prior, options),
        (error: LeadwireError) => err(error.with({ effect: 'unknown' })), // the send before may have arrived
      ),
    ...(can.includes('update') && { update: (lead, id, options) => ask((target) => target.update(lead, id, options)) }),
    ...(can.includes('find') && { find: (lead, options) => ask((target) => target.find(lead, options)) }),
    ...(can.includes('findCreated') && {
      findCreated: (lead, created, options) => ask((target) => target.findCreated(lead, created, options)),
    }),
    ...(can.includes('undo') && { undo: (id, options) => ask((target) => target.undo(id, options)) }),
    ...(bulk && { bulk: { ...bulk, send: (leads, options) => ask((target) => target.bulk.send(leads, options)) } }),
  };
}

/** Nothing was sent, so the lead may be sent again. */
const notLoaded = (provider: string, cause: unknown): LeadwireError =>
  new LeadwireError('network', `${provider}: the code of its target could not be loaded`, {
    provider,
    effect: 'none',
    retryable: true,
    cause: safeCause(cause),
    hint: 'Send it again. In a page, check that all files of the bundle are deployed.',
  });
