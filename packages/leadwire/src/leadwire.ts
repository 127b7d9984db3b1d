import {
  type Clock,
  type Lead,
  type LeadTarget,
  LeadwireError,
  type LedgerFilter,
  type LedgerId,
} from '@leadwire/core';
import { readLead, systemClock } from '@leadwire/core/provider';
import { type SendLine, sendMany } from './bulk/send-many.ts';
import { createEmit } from './events.ts';
import type { LeadSource, LeadwireOptions, SendManyOptions, SendOptions } from './options.ts';
import { createActiveRows } from './send/active-rows.ts';
import { destinationsOf, fanOut, type NamesIn, type Report } from './send/fan-out.ts';
import { createInFlightTracker, tracked } from './send/in-flight-tracker.ts';
import { type Decision, listParked, type ParkedContext, type ParkedLeads, resolveParked } from './send/parked.ts';
import { createPrioritySemaphore } from './send/priority-semaphore.ts';
import { createRetryPolicy } from './send/retry-policy.ts';
import { sendLead } from './send/send-lead.ts';
import { throwIfStopped } from './send/stop.ts';
import type { SendContext, TargetContext } from './send/target-context.ts';

/** Sends leads to any of its targets, each exactly once. */
export interface Leadwire<Names extends string = string> {
  /**
   * One lead to one target or to several at once; what became of it at each, by its name. A refusal is an outcome, not an error.
   * @throws LeadwireError `invalid-input` (no such target), `aborted`, or what the ledger failed with
   * @example const { crm } = await leadwire.send({ phone: '+14155552671', name: 'Jane Doe' }, { to: 'crm' })
   */
  send<const To extends Names | readonly Names[]>(lead: Lead, options: SendOptions<To>): Promise<Report<NamesIn<To>>>;
  /**
   * Leads of any source, one line each in the order in which they are done. Reads as fast as lines are taken, in constant memory; single
   * sends go before it. Where no lead will pass (`misconfigured`, `unauthorized`, `forbidden`, `quota-exceeded`) or the ledger fails, it ends
   * with that error: run it again to go on. To stop it in good order, end the source; `signal` cuts what is on its way.
   * @example for await (const { index, outcome } of leadwire.sendMany(leads, { to: 'crm' })) console.log(index, outcome.outcome)
   */
  sendMany<const To extends Names | readonly Names[]>(
    leads: LeadSource,
    options: SendManyOptions<To>,
  ): AsyncGenerator<SendLine<To>, void, undefined>;
  /**
   * Leads of which nobody knows whether they arrived, each with the look-up to make. Holds personal data.
   * @example for await (const lead of leadwire.parked()) console.log(lead.key, lead.lookup)
   */
  parked(filter?: Omit<LedgerFilter, 'states'>): ParkedLeads;
  /**
   * Settles a lead of `parked()` by what a person has found out.
   * @throws LeadwireError `invalid-input` where it is not to be resolved any more
   * @example await leadwire.resolve(lead, { arrived: 'lead_123' })
   */
  resolve(id: LedgerId, decision: Decision): Promise<void>;
  /**
   * Forgets finished leads last touched before a time (milliseconds since the epoch), and how many. What is forgotten may be sent again.
   * @throws LeadwireError `invalid-input` where the filter takes in leads that are not finished
   * @example await leadwire.prune(Date.now() - 90 * 86_400_000, { states: ['confirmed', 'duplicate'] })
   */
  prune(before: number, filter?: LedgerFilter): Promise<number>;
  /** Takes no more leads, waits for those on their way, and closes the ledger. */
  close(): Promise<void>;
}

/**
 * One way to send a lead to any provider: one effect per lead, across crashes, retries and machines.
 * @example const leadwire = createLeadwire({ targets: { crm: telecrm.target({ mode: 'sync' }) }, ledger: fileLedger('leads.ledger') })
 */
export function createLeadwire<const Targets extends Readonly<Record<string, LeadTarget>>>(
  options: LeadwireOptions<Targets>,
): Leadwire<Extract<keyof Targets, string>> {
  const { ledger, clock = systemClock } = options;
  if (ledger === undefined) throw withoutLedger();
  const { leaseMs } = options;
  if (leaseMs !== undefined && !(leaseMs > 0 && Number.isFinite(leaseMs))) throw noLease();
  const contexts = createTargetContexts(options, clock);
  const context: ParkedContext = { ledger, clock, targetsAt: (id) => namesAt(options.targets, id) };
  const tracker = createInFlightTracker();
  return {
    send: (lead, { to, key, importId, ...sendContext }) => {
      const request = { read: readLead(lead), key, importId };
      const single: SendContext = {
        priority: 'single',
        halt: undefined,
        signal: sendContext.signal,
        onExisting: sendContext.onExisting,
        resendOnMiss: sendContext.resendOnMiss,
      };
      return tracked(tracker, async () => {
        throwIfStopped(single);
        return (await fanOut(destinationsOf(contexts, to), (context) => sendLead(context, request, single))).report;
      });
    },
    sendMany(leads, many) {
      const chosen = destinationsOf(contexts, many.to);
      const lines = sendMany(chosen, leads, {
        ...many,
        concurrency: Math.max(1, many.concurrency ?? options.concurrency ?? 50),
        tracker,
      });
      return lines as AsyncGenerator<SendLine<typeof many.to>, void, undefined>;
    },
    parked: (filter) => listParked(context, filter),
    resolve: (id, decision) => resolveParked(context, id, decision),
    prune: (before, filter) => ledger.prune(before, filter),
    async close() {
      await tracker.drain();
      await ledger.close();
    },
  };
}

function createTargetContexts(options: LeadwireOptions, clock: Clock): ReadonlyMap<string, TargetContext> {
  const { targets, ledger, onEvent, dedupeByPhone = true, leaseMs = 180_000 } = options;
  const shared = {
    ledger,
    clock,
    leaseMs,
    dedupeByPhone,
    activeRows: createActiveRows(),
    retryPolicy: createRetryPolicy(clock, options.retry),
  };
  const toTargetContext = ([name, target]: [string, LeadTarget]): [string, TargetContext] => {
    return [
      name,
      {
        ...shared,
        name,
        target,
        semaphore: createPrioritySemaphore(),
        emit: createEmit(onEvent, name, () => clock.now()),
      },
    ];
  };
  return new Map(Object.entries(targets).map(toTargetContext));
}

const withoutLedger = (): LeadwireError =>
  new LeadwireError('misconfigured', 'createLeadwire: ledger is missing', {
    issues: [{ path: 'ledger', message: 'is missing' }],
    hint: 'Give fileLedger(path) or postgresLedger({ connectionString }), or memoryLedger() where nothing must outlive the process.',
  });

const noLease = (): LeadwireError =>
  new LeadwireError('misconfigured', 'createLeadwire: leaseMs must be a time above 0', {
    issues: [{ path: 'leaseMs', message: 'must be milliseconds above 0, and no infinity' }],
    hint: 'Leave it out, or give more than the deadlineMs of the clients: 180000 is the default.',
  });

const namesAt = (targets: Readonly<Record<string, LeadTarget>>, { provider, account }: LedgerId): string[] =>
  Object.keys(targets).filter((name) => targets[name]?.provider === provider && targets[name]?.account === account);
