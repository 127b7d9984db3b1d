import type { Lead, LeadCheck, LedgerFilter, LedgerId } from '@leadwire/core';
import type { OutcomeCounts } from './bulk/deliver.ts';
import type { SendLine } from './bulk/send-many.ts';
import type {
  AcceptOptions,
  DeliverOptions,
  LeadSource,
  SendManyOptions,
  SendOptions,
  UndoOptions,
} from './options.ts';
import type { Acceptance } from './records/accept.ts';
import type { Decision, ParkedLeads } from './records/parked.ts';
import type { UndoLine } from './records/undo.ts';
import type { NamesIn, Report } from './send/fan-out.ts';

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
