import { type LeadTarget, LeadwireError } from '@leadwire/core';
import { readLead, requireNumbers, systemClock } from '@leadwire/core/provider';
import { deliverTo } from './bulk/deliver.ts';
import { type SendLine, sendMany } from './bulk/send-many.ts';
import { checkCall, checkOptions, checkSource } from './check-options.ts';
import { createInFlightTracker } from './control/in-flight-tracker.ts';
import { followSignal, throwIfStopped } from './control/stop.ts';
import { withLedgerRetries } from './control/with-ledger-retries.ts';
import type { Leadwire } from './leadwire.ts';
import type { LeadwireOptions } from './options.ts';
import { acceptLead } from './records/accept.ts';
import { forgetPhone } from './records/forget-phone.ts';
import { listParked, type ParkedContext, resolveParked } from './records/parked.ts';
import { createdLeads, type UndoLine, undoCreated } from './records/undo.ts';
import { destinationsOf, fanOut } from './send/fan-out.ts';
import { checkLeadFor } from './send/prepare-lead.ts';
import { sendLead } from './send/send-lead.ts';
import { createTargetContexts, type SendContext, type TargetContext } from './send/target-context.ts';

const DEFAULT_RETENTION_MS = 90 * 86_400_000;

const isClosed = (): LeadwireError =>
  new LeadwireError('invalid-input', 'leadwire is closed', { hint: 'Create another with createLeadwire.' });

/**
 * One way to send a lead to any provider: one effect for each lead, across crashes, retries and machines.
 * @throws LeadwireError `misconfigured` when the ledger or a target is missing or an option is not valid
 * @example const leadwire = createLeadwire({ targets: { crm: telecrm.target({ mode: 'sync' }) }, ledger: fileLedger('leads.ledger') })
 */
export function createLeadwire<const Targets extends Readonly<Record<string, LeadTarget>>>(
  options: LeadwireOptions<Targets>,
): Leadwire<Extract<keyof Targets, string>> {
  const { ledger, clock = systemClock, payloadRetentionMs = DEFAULT_RETENTION_MS } = options;
  checkOptions(options);
  const contexts = createTargetContexts({ ...options, clock });
  const parkedContext: ParkedContext = { ledger, clock, targets: options.targets };
  const tracker = createInFlightTracker(isClosed);
  const health = { hasWorked: false };
  const concurrencyOf = (caller: string, own: number | undefined): number => {
    requireNumbers(caller, 1, { concurrency: own });
    return own ?? options.concurrency ?? 50;
  };
  const eraseOldPayloads = async (): Promise<void> => {
    if (payloadRetentionMs !== false) await ledger.erasePayloads(clock.now() - payloadRetentionMs);
  };
  /** The targets of one send or run, whose ledger waits until the caller stops. */
  const contextsFor = (to: string | readonly string[], signal: AbortSignal | undefined): readonly TargetContext[] =>
    destinationsOf(contexts, to).map((context) => ({
      ...context,
      ledger: withLedgerRetries(ledger, { clock, retryPolicy: context.retryPolicy, signal, health }),
    }));
  const byName = async <Value>(
    to: string | readonly string[],
    run: (context: TargetContext) => Promise<Value>,
  ): Promise<Record<string, Value>> => {
    const pairs = destinationsOf(contexts, to).map(async (context) => [context.name, await run(context)] as const);
    return Object.fromEntries(await Promise.all(pairs));
  };
  const each = (
    to: string | readonly string[],
    lines: (context: TargetContext) => AsyncGenerator<UndoLine>,
  ): AsyncGenerator<UndoLine> => {
    const chosen = destinationsOf(contexts, to);
    return (async function* () {
      for (const context of chosen) yield* lines(context);
    })();
  };
  return {
    send: (lead, given) => {
      const { to, key, importId, signal, onExisting, resendOnMiss } = given;
      const request = { read: readLead(lead), key, importId };
      const sendContext: SendContext = { priority: 'single', halt: undefined, signal, onExisting, resendOnMiss };
      return tracker.track(async () => {
        checkCall('send', given);
        throwIfStopped(sendContext);
        const chosen = contextsFor(to, signal);
        return (await fanOut(chosen, (context) => sendLead(context, request, sendContext))).report;
      });
    },
    sendMany(leads, many) {
      checkCall('sendMany', many);
      checkSource(leads);
      requireNumbers('sendMany', 1, { chunkSize: many.chunkSize });
      const lines = sendMany(contextsFor(many.to, many.signal), leads, {
        ...many,
        concurrency: concurrencyOf('sendMany', many.concurrency),
        tracker,
        beforeRun: eraseOldPayloads,
      });
      return lines as AsyncGenerator<SendLine<typeof many.to>, void, undefined>;
    },
    accept: (lead, given) => {
      const { to, key, importId } = given;
      const request = { read: readLead(lead), key, importId };
      return tracker.track(async () => {
        checkCall('accept', given);
        return byName(to, (context) => acceptLead(context, request));
      }) as never;
    },
    deliver: (given = {}) => {
      const { to = [...contexts.keys()], importId, keys, signal, onExisting, resendOnMiss } = given;
      return tracker.track(async () => {
        checkCall('deliver', given);
        const concurrency = concurrencyOf('deliver', given.concurrency);
        const { halt, unfollow } = followSignal(signal);
        try {
          const sendContext = { priority: 'bulk', halt, signal, onExisting, resendOnMiss } as const;
          throwIfStopped(sendContext);
          if (keys === undefined) await eraseOldPayloads();
          const chosen = contextsFor(to, signal);
          const counts = chosen.map(async (context) => {
            return [context.name, await deliverTo(context, sendContext, { concurrency, importId, keys })] as const;
          });
          return Object.fromEntries(await Promise.all(counts));
        } finally {
          unfollow();
        }
      }) as never;
    },
    check: (lead, { to }) => byName(to, (context) => checkLeadFor(context.target, readLead(lead))) as never,
    parked: (filter) => listParked(parkedContext, filter),
    resolve: (id, decision) => resolveParked(parkedContext, id, decision),
    created(given) {
      checkCall('created', given);
      const { to, importId } = given;
      return each(to, async function* (context) {
        for await (const { row: _row, ...line } of createdLeads(context, { importId })) yield line;
      });
    },
    undo(given) {
      checkCall('undo', given);
      const { to, importId, signal } = given;
      return each(to, (context) => undoCreated(context, { importId, signal }));
    },
    forget: (phone) => forgetPhone(options, clock, phone),
    prune: (before, filter) => ledger.prune(before, filter),
    async close() {
      await tracker.drain();
      await ledger.close();
    },
  };
}
