import type { Clock, Lead, LeadCheck, LeadTarget, LedgerFilter, LedgerId } from '@leadwire/core';
import { readLead, requireNumbers, systemClock } from '@leadwire/core/provider';
import { deliverTo, type OutcomeCounts } from './bulk/deliver.ts';
import { type SendLine, sendMany } from './bulk/send-many.ts';
import { checkCall, checkOptions, checkSource } from './check-options.ts';
import { createActiveRows } from './control/active-rows.ts';
import { createInFlightTracker, tracked } from './control/in-flight-tracker.ts';
import { createPrioritySemaphore } from './control/priority-semaphore.ts';
import { createRetryPolicy, type RetryPolicy } from './control/retry-policy.ts';
import { stopReason, throwIfStopped } from './control/stop.ts';
import { withLedgerRetries } from './control/with-ledger-retries.ts';
import { createEmit } from './events.ts';
import type {
  AcceptOptions,
  DeliverOptions,
  LeadSource,
  LeadwireOptions,
  SendManyOptions,
  SendOptions,
  UndoOptions,
} from './options.ts';
import { type Acceptance, acceptLead, checkOne } from './records/accept.ts';
import { forgetPhone } from './records/forget-phone.ts';
import { type Decision, listParked, type ParkedContext, type ParkedLeads, resolveParked } from './records/parked.ts';
import { createdLeads, type UndoLine, undoCreated } from './records/undo.ts';
import { destinationsOf, fanOut, type NamesIn, type Report } from './send/fan-out.ts';
import { sendLead } from './send/send-lead.ts';
import { type SendContext, type TargetContext, timesWithin } from './send/target-context.ts';

/** Sends leads to any of its targets, each exactly once. */
export interface Leadwire<Names extends string = string> {
  /**
   * Sends one lead to one target, or to several at once; resolves to its outcome at each, by name. A refusal is an outcome, not an error.
   * @throws LeadwireError `invalid-input` (no such target), `aborted`, or the ledger's own error
   * @example const { crm } = await leadwire.send({ phone: '+14155552671', name: 'Jane Doe' }, { to: 'crm' })
   */
  send<const To extends Names | readonly Names[]>(lead: Lead, options: SendOptions<To>): Promise<Report<NamesIn<To>>>;
  /**
   * Sends the leads of any source: one line each, in the order in which they are done. Reads as fast as lines are taken, in constant memory;
   * single sends go before it. Parked leads of the targets are looked up once more first. When no lead will pass (`misconfigured`,
   * `unauthorized`, `forbidden`, `quota-exceeded`) or the ledger fails, it ends with that error: run it again to go on. To stop it in good
   * order, end the source; `signal` aborts requests in flight.
   * @example for await (const { index, outcome } of leadwire.sendMany(leads, { to: 'crm' })) console.log(index, outcome.outcome)
   */
  sendMany<const To extends Names | readonly Names[]>(
    leads: LeadSource,
    options: SendManyOptions<To>,
  ): AsyncGenerator<SendLine<To>, void, undefined>;
  /**
   * Records a lead in the ledger now, durably, without sending it: a form answers at once, and `deliver()` or a worker sends it.
   * @throws LeadwireError `invalid-input` (no such target), or the ledger's own error
   * @example const { crm } = await leadwire.accept(lead, { to: 'crm', key: 'form-4711' }) // crm.accepted
   */
  accept<const To extends Names | readonly Names[]>(
    lead: Lead,
    options: AcceptOptions<To>,
  ): Promise<{ readonly [Name in NamesIn<To>]: Acceptance }>;
  /**
   * Sends what was accepted, and what an earlier run left open; resolves to the number of leads by outcome, for each target.
   * @throws LeadwireError as `sendMany` does
   * @example await leadwire.deliver({ signal })
   */
  deliver<const To extends Names | readonly Names[] = readonly Names[]>(
    options?: DeliverOptions<To>,
  ): Promise<{ readonly [Name in NamesIn<To>]: OutcomeCounts }>;
  /**
   * Checks a lead without sending or recording it: its phone as it would be dialled, faults, and fields that a target cannot hold.
   * @example const { crm } = await leadwire.check(lead, { to: 'crm' }) // crm.issues, crm.unsupported
   */
  check<const To extends Names | readonly Names[]>(
    lead: Lead,
    options: { readonly to: To },
  ): Promise<{ readonly [Name in NamesIn<To>]: LeadCheck }>;
  /**
   * Leads whose effect is unknown, each with the look-up to make. Holds personal data.
   * @example for await (const lead of leadwire.parked()) console.log(lead.key, lead.lookup)
   */
  parked(filter?: Omit<LedgerFilter, 'states'>): ParkedLeads;
  /**
   * Settles a lead of `parked()` by what a person found out.
   * @throws LeadwireError `invalid-input` when it can no longer be resolved
   * @example await leadwire.resolve(lead, { arrived: 'lead_123' })
   */
  resolve(id: LedgerId, decision: Decision): Promise<void>;
  /**
   * Lists the leads that sends created, and not those that existed before: what `undo` would remove.
   * @example for await (const { key, id } of leadwire.created({ to: 'crm', importId: 'spring' })) console.log(key, id)
   */
  created<const To extends Names | readonly Names[]>(
    options: Omit<UndoOptions<To>, 'signal'>,
  ): AsyncGenerator<UndoLine>;
  /**
   * Removes at the provider the leads that sends created, one line each; a removed lead may be sent again.
   * @example for await (const { key, undone, error } of leadwire.undo({ to: 'crm', importId: 'spring' })) console.log(key, undone ?? error?.hint)
   */
  undo<const To extends Names | readonly Names[]>(options: UndoOptions<To>): AsyncGenerator<UndoLine>;
  /**
   * Erases one person from the ledger; only the hashes stay that prevent a second send. Resolves to the number of rows.
   * @param phone - in any spelling that a target reads
   * @throws LeadwireError `invalid-phone`, or `invalid-input` (code `in-flight`) while the person is being sent
   * @example await leadwire.forget('+14155552671')
   */
  forget(phone: string): Promise<number>;
  /**
   * Deletes finished leads last changed before a time (milliseconds since the epoch); resolves to their number. A deleted lead may be sent
   * again.
   * @throws LeadwireError `invalid-input` when the filter includes leads that are not finished
   * @example await leadwire.prune(Date.now() - 90 * 86_400_000, { states: ['confirmed', 'duplicate'] })
   */
  prune(before: number, filter?: LedgerFilter): Promise<number>;
  /** Takes no more leads, waits for those in flight, and closes the ledger. */
  close(): Promise<void>;
}

const DEFAULT_RETENTION_MS = 90 * 86_400_000;

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
  const contexts = createTargetContexts(options, clock);
  const parkedContext: ParkedContext = { ledger, clock, targetsAt: (id) => targetsAt(options.targets, id) };
  const tracker = createInFlightTracker();
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
      return tracked(tracker, async () => {
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
      return tracked(tracker, async () => {
        checkCall('accept', given);
        return byName(to, (context) => acceptLead(context, request));
      }) as never;
    },
    deliver: (given = {}) => {
      const { to = [...contexts.keys()], importId, keys, signal, onExisting, resendOnMiss } = given;
      const halt = new AbortController();
      const onAbort = (): void => halt.abort(stopReason(signal?.reason));
      const sendContext = { priority: 'bulk', halt, signal, onExisting, resendOnMiss } as const;
      return tracked(tracker, async () => {
        checkCall('deliver', given);
        const concurrency = concurrencyOf('deliver', given.concurrency);
        throwIfStopped(sendContext);
        signal?.addEventListener('abort', onAbort);
        try {
          if (keys === undefined) await eraseOldPayloads();
          const chosen = contextsFor(to, signal);
          const counts = chosen.map(async (context) => {
            return [context.name, await deliverTo(context, sendContext, { concurrency, importId, keys })] as const;
          });
          return Object.fromEntries(await Promise.all(counts));
        } finally {
          signal?.removeEventListener('abort', onAbort);
        }
      }) as never;
    },
    check: (lead, { to }) => byName(to, (context) => checkOne(context, { read: readLead(lead) })) as never,
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

function createTargetContexts(options: LeadwireOptions, clock: Clock): ReadonlyMap<string, TargetContext> {
  const { targets, ledger, onEvent, dedupeByPhone = true, deadlineMs = 300_000 } = options;
  const retryPolicy: RetryPolicy = createRetryPolicy(clock, { ...options.retry, deadlineMs });
  const shared = {
    ledger,
    clock,
    ...timesWithin(deadlineMs),
    dedupeByPhone,
    activeRows: createActiveRows(),
    retryPolicy,
  };
  const toContext = ([name, target]: [string, LeadTarget]): [string, TargetContext] => {
    const emit = createEmit(onEvent, name, () => clock.now());
    return [name, { ...shared, name, target, semaphore: createPrioritySemaphore(), emit }];
  };
  return new Map(Object.entries(targets).map(toContext));
}

const targetsAt = (targets: Readonly<Record<string, LeadTarget>>, { provider, account }: LedgerId): string[] =>
  Object.keys(targets).filter((name) => targets[name]?.provider === provider && targets[name]?.account === account);
