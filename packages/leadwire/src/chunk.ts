import { type BulkTarget, type Claim, type EffectClass, isLeadwireError, type LeadOutcome, type LeadwireError, type Result, type SentEvidence } from '@leadwire/core';
import { mayResend } from '@leadwire/core/provider';
import { enterGate, sendOptions } from './attempt.ts';
import { claimAll, isMine } from './claims.ts';
import { createIntent, type Intent } from './intent.ts';
import type { How, Lane } from './lane.ts';
import type { Tries } from './patience.ts';
import type { Prepared } from './prepare.ts';
import { outcomeInEvidence } from './recorded-outcome.ts';
import { notNow, type Sent } from './send.ts';
import { giveBack, giveBackAnyway, settleAll } from './settle.ts';
import { pause, throwIfStopped } from './stopping.ts';
import { afterError, isPassing, isRefusal, rejected, STOPPING } from './verdict.ts';

/** One lead of a chunk, and who waits for its outcome. */
export interface Member {
  readonly prepared: Prepared;
  readonly resolve: (sent: Sent | Promise<Sent>) => void;
  readonly reject: (reason: unknown) => void;
}

interface Claimed extends Member {
  readonly claim: Claim;
}

/** Everything a chunk needs on its way. */
export interface Trip {
  readonly lane: Lane;
  readonly bulk: BulkTarget;
  readonly how: How;
  readonly tries: Tries;
  /** For what cannot go in bulk: one lead by itself. */
  readonly alone: (prepared: Prepared, claimed?: Claim) => Promise<Sent>;
}

/**
 * Many leads in one request: claimed together, written down together, each with an outcome of its own. A chunk that is refused is
 * halved down to its bad leads; what needs a look goes one by one.
 */
export async function sendChunk(trip: Trip, members: readonly Member[]): Promise<void> {
  const { lane } = trip;
  throwIfStopped(trip.how);
  const claims = await claimAll(
    lane,
    members.map(({ prepared }) => prepared.entry),
  );
  const together: Claimed[] = [];
  const apart: Claimed[] = [];
  members.forEach((member, index) => {
    const claim = claims[index];
    if (claim === undefined) throw new Error('the ledger answered fewer claims than were made');
    if (!isMine(claim)) member.resolve(trip.alone(member.prepared, claim.kind === 'done' ? claim : undefined));
    else (goesInBulk(claim, lane.target.effect) ? together : apart).push({ ...member, claim });
  });
  await sendApart(trip, apart);
  const letGo = together.map(({ claim }) => lane.inFlight.hold(claim.row));
  try {
    await deliver(trip, together);
  } finally {
    for (const end of letGo) end();
  }
}

/** Sent before, it may go again where the provider folds repeats, unless somebody has seen what became of it. */
const goesInBulk = ({ kind, row }: Claim, effect: EffectClass): boolean =>
  kind === 'leased' || (mayGoAgain(effect) && outcomeInEvidence(row) === undefined);

/** They may wait long for their turn, longer than a lease: each claims again when it comes. */
async function sendApart(trip: Trip, members: readonly Claimed[]): Promise<void> {
  if (members.length === 0) return;
  const rows = members.map(({ claim }) => claim.row);
  await giveBack(trip.lane, rows, 'no-attempt');
  for (const { prepared, resolve } of members) resolve(trip.alone(prepared));
}

const mayGoAgain = (effect: EffectClass): boolean => mayResend(effect, 2);

async function deliver(trip: Trip, members: readonly Claimed[]): Promise<void> {
  if (members.length === 0) return;
  const { lane } = trip;
  const rows = members.map(({ claim }) => claim.row);
  const intent = createIntent(lane, rows);
  const result = await callTarget(trip, members, intent);
  if (intent.failure !== undefined) {
    await giveBackAnyway(lane, rows, 'no-attempt');
    throw intent.failure;
  }
  if (intent.lost.length > 0) {
    for (const { prepared, resolve } of members.filter(({ claim }) => intent.lost.includes(claim.row)))
      resolve(trip.alone(prepared));
    return deliver(
      trip,
      members.filter(({ claim }) => !intent.lost.includes(claim.row)),
    );
  }
  if (result.ok) return conclude(trip, members, result.value);
  if (isRefusal(result.error)) return refuse(trip, members, result.error);
  return goOnLater(trip, members, result.error);
}

async function callTarget(
  { lane, bulk, how }: Trip,
  members: readonly Claimed[],
  intent: Intent,
): Promise<Result<readonly LeadOutcome[], LeadwireError>> {
  const leave = await enterGate(
    lane,
    members.map(({ claim }) => claim.row),
    how,
  );
  lane.emit({ type: 'chunk.send', leads: members.length });
  try {
    const leads = members.map(({ prepared }) => prepared.lead);
    const result = await bulk.send(leads, {
      ...sendOptions(how),
      ...firstSent(members),
      beforeSend: () => intent.write(leave),
    });
    if (result.ok && result.value.length !== leads.length)
      throw new Error(`${lane.target.name} gave ${result.value.length} outcomes for ${leads.length} leads`);
    return result;
  } catch (error) {
    if (intent.failure !== undefined || intent.lost.length > 0) return { ok: false, error: intent.error() };
    if (isLeadwireError(error)) return { ok: false, error };
    await giveBackAnyway(
      lane,
      members.map(({ claim }) => claim.row),
      intent.begun ? 'unknown' : 'no-attempt',
    );
    throw error;
  } finally {
    leave();
  }
}

/** When the first of those was sent that may be there. */
function firstSent(members: readonly Claimed[]): Partial<SentEvidence> {
  const times = members.flatMap(({ claim: { kind, row } }) =>
    kind === 'sent-before' ? [row.firstSentAt ?? row.updatedAt] : [],
  );
  return times.length === 0 ? {} : { firstSentAt: Math.min(...times) };
}

async function conclude(trip: Trip, members: readonly Claimed[], outcomes: readonly LeadOutcome[]): Promise<void> {
  const pairs = members.map((member, index) => ({ member, outcome: outcomes[index] as LeadOutcome }));
  const passing = pairs.filter(({ outcome }) => isPassing(outcome));
  for (const { member, outcome } of passing) {
    if (outcome.outcome === 'rejected') await giveBack(trip.lane, [member.claim.row], afterError(outcome.error));
    member.resolve(trip.alone(member.prepared));
  }
  const settled = passing.length === 0 ? pairs : pairs.filter((pair) => !passing.includes(pair));
  const told = await settleAll(
    trip.lane,
    settled.map(({ member, outcome }) => ({
      row: member.claim.row,
      prepared: member.prepared,
      outcome: afterEarlierSend(member, outcome),
    })),
  );
  settled.forEach(({ member, outcome }, index) => {
    member.resolve({ outcome: told[index] ?? outcome });
  });
}

/** A lead that was there, and may be there from an earlier send of ours. */
const afterEarlierSend = ({ claim }: Claimed, outcome: LeadOutcome): LeadOutcome =>
  claim.kind === 'sent-before' && outcome.outcome === 'existed' ? { ...outcome, certainty: 'probable' } : outcome;

/** One refusal for all: halves find out whose it is, unless it was not about the leads at all. */
async function refuse(trip: Trip, members: readonly Claimed[], error: LeadwireError): Promise<void> {
  const { kind } = error;
  const aboutLeads =
    kind === 'rejected' || kind === 'invalid-input' || kind === 'invalid-phone' || kind === 'already-exists';
  if (members.length > 1 && aboutLeads) {
    trip.lane.emit({ type: 'chunk.split', leads: members.length, kind });
    // Nothing of them is there: who comes after a crash is not to think so.
    await giveBack(
      trip.lane,
      members.map(({ claim }) => claim.row),
      'failure',
    );
    const half = members.length >> 1;
    await sendChunk(trip, members.slice(0, half));
    return sendChunk(trip, members.slice(half));
  }
  await conclude(
    trip,
    members,
    members.map(({ prepared }) => rejected(error, prepared.unsupported)),
  );
}

async function goOnLater(trip: Trip, members: readonly Claimed[], error: LeadwireError): Promise<void> {
  const { lane, how, tries } = trip;
  await giveBack(
    lane,
    members.map(({ claim }) => claim.row),
    afterError(error),
  );
  throwIfStopped(how);
  const stop = STOPPING.includes(error.kind) ? error : undefined;
  if (stop !== undefined) how.halt?.abort(stop);
  if (stop === undefined && error.effect !== 'none' && !mayGoAgain(lane.target.effect)) {
    for (const { prepared, resolve } of members) resolve(trip.alone(prepared));
    return;
  }
  const waitMs = stop === undefined ? tries.next(error) : undefined;
  if (waitMs === undefined) {
    for (const { prepared, resolve } of members) resolve({ outcome: notNow(error, prepared), stop });
    return;
  }
  lane.emit({ type: 'chunk.retry', leads: members.length, waitMs, kind: error.kind });
  await pause(lane, waitMs, how);
  return sendChunk(trip, members);
}
