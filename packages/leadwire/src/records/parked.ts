import {
  type Clock,
  type Completion,
  type Lead,
  type LeadTarget,
  LeadwireError,
  type Ledger,
  type LedgerFilter,
  type LedgerId,
  type LedgerRow,
} from '@leadwire/core';
import { arrived } from '@leadwire/core/provider';
import { rejected } from '../send/classify-error.ts';
import { readDetail, recordedOutcome, toCompletion } from '../send/recorded-outcome.ts';

/** A lead whose effect is unknown. Holds personal data: show it only to people who may see it. */
export interface ParkedLead extends LedgerId {
  /** Names of the targets that send there, as `createLeadwire` was given them. */
  readonly targets: readonly string[];
  readonly ref: string | undefined;
  /** `parked`: a person must look. `sent`: sending it again under its key finds out by itself. */
  readonly state: 'parked' | 'sent';
  readonly firstSentAt: number | undefined;
  readonly attempts: number;
  /** The look-up to make, in the provider's own terms. */
  readonly lookup: Readonly<Record<string, unknown>>;
  /** What to do, and why. */
  readonly reason: string;
  readonly lead: Lead | undefined;
}

/** Awaited it gives them all, iterated one by one. */
export interface ParkedLeads extends AsyncIterable<ParkedLead>, PromiseLike<ParkedLead[]> {}

/** What a person has found out: it arrived (with the provider's id, where it has one), may be sent again, or is not to be sent. */
export type Decision = 'arrived' | { readonly arrived: string } | 'not-there' | 'ignore';

export interface ParkedContext {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly targets: Readonly<Record<string, LeadTarget>>;
}

export function listParked(context: ParkedContext, filter: Omit<LedgerFilter, 'states'> = {}): ParkedLeads {
  async function* each(): AsyncGenerator<ParkedLead, void, undefined> {
    for await (const row of context.ledger.list({ ...filter, states: ['parked', 'sent'] })) {
      if (row.state === 'parked' || !isHeld(row, context.clock.now())) yield toParked(context, row);
    }
  }
  return {
    [Symbol.asyncIterator]: each,
    // biome-ignore lint/suspicious/noThenProperty: a list that can be awaited as a whole
    then: (onValue, onError) => toArray(each()).then(onValue, onError),
  };
}

async function toArray<Value>(values: AsyncIterable<Value>): Promise<Value[]> {
  const all: Value[] = [];
  for await (const value of values) all.push(value);
  return all;
}

const isHeld = ({ leaseUntil }: LedgerRow, now: number): boolean => leaseUntil !== undefined && leaseUntil > now;

const isAt = (target: LeadTarget | undefined, { provider, account }: LedgerId): boolean =>
  target?.provider === provider && target.account === account;

function toParked({ targets }: ParkedContext, row: LedgerRow): ParkedLead {
  const { provider, account, key, ref, firstSentAt, attempts } = row;
  const lead = row.payload === undefined ? undefined : (JSON.parse(row.payload) as Lead);
  const state = row.state === 'parked' ? 'parked' : 'sent';
  const { error, lookup } = readDetail(row);
  return {
    provider,
    account,
    key,
    targets: Object.keys(targets).filter((name) => isAt(targets[name], row)),
    ref,
    state,
    firstSentAt,
    attempts,
    lookup: lookup ?? (lead === undefined ? {} : { phone: lead.phone }),
    reason:
      error?.detail ??
      (state === 'sent'
        ? 'Its response was lost: send it again under its key to find out, or look it up'
        : 'Needs review: look it up at the provider'),
    lead,
  };
}

/** Settles a lead that was parked, or whose response was lost, by what a person has found out. */
export async function resolveParked({ ledger, clock }: ParkedContext, id: LedgerId, decision: Decision): Promise<void> {
  const row = await ledger.get(id);
  const now = clock.now();
  if (row === undefined) throw cannot(id, 'is not in the ledger');
  if (isHeld(row, now)) throw cannot(id, 'is being sent right now');
  if (decision === 'not-there') {
    if (row.state !== 'parked' && row.state !== 'sent' && row.state !== 'rejected') throw cannot(id, `is ${row.state}`);
    await ledger.release([row], now, { after: 'look-up' });
    const after = await ledger.get(id);
    if (after?.fencingToken !== row.fencingToken || after.state !== 'ready')
      throw cannot(id, 'has moved on in the meantime');
    return;
  }
  if (row.state !== 'parked' && row.state !== 'sent') throw cannot(id, `is ${row.state}`);
  const [stored] = await ledger.complete(
    [{ row, completion: decision === 'ignore' ? ignored(row) : arrivedAs(decision) }],
    now,
  );
  if (stored !== true) throw cannot(id, 'has moved on in the meantime');
}

const arrivedAs = (decision: 'arrived' | { readonly arrived: string }): Completion =>
  toCompletion(arrived('created', decision === 'arrived' ? undefined : decision.arrived, { certainty: 'probable' }));

/** Not to be sent: kept as refused, so that its person may still be sent under another key. */
function ignored(row: LedgerRow) {
  const outcome = recordedOutcome(row);
  const error = outcome.outcome === 'parked' ? outcome.error : undefined;
  const ignoredError = new LeadwireError('parked', 'A person decided that it is not to be sent', {
    provider: row.provider,
    code: 'ignored',
    cause: error,
  });
  return toCompletion(rejected(ignoredError));
}

function cannot(id: LedgerId, say: string): LeadwireError {
  return new LeadwireError('invalid-input', `leadwire: the lead cannot be resolved: it ${say}`, {
    provider: id.provider,
    hint: 'Call leadwire.parked() again: only leads of that list can be resolved.',
  });
}
