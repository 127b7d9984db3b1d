import type { CallResult, LeadwireError } from '@leadwire/core';
import {
  type Client,
  earliestOf,
  elapsedMs,
  isSameNumber,
  type LostCall,
  lookUntilFound,
  parseProviderTime,
  type ReconcileResult,
  readRows,
} from '@leadwire/core/provider';
import type { AutocallsOperations, Lead, LeadCreate, LeadCreated } from '@leadwire/generated-autocalls';

type Core = Client<AutocallsOperations, unknown>;

/** A look-up finds nothing this often before it is given up. */
const MAX_RESENDS = 2;
/** So many digits at the end of a number stand in every spelling of it that has no separators. */
const LAST_DIGITS = 7;
/** Times without a zone are in one that is not documented; no zone is further behind UTC than this. */
const FURTHEST_ZONE_MS = 12 * 3_600_000;

/**
 * A lost create: found by its exact number it is ours most likely, or older than our first send; not found, it is sent again with the flag
 * that refuses repeats. After such a refusal it must be there: a person must look where it stays unseen.
 */
export async function reconcileCreate(core: Core, lost: LostCall): Promise<ReconcileResult> {
  const { campaign_id, phone_number, allow_dupplicate } = lost.body as LeadCreate;
  const lookup = { campaign_id, phone_number };
  if (allow_dupplicate === true && lost.options.resendOnMiss !== true)
    return { kind: 'parked', lookup, reason: 'the response was lost, and the campaign may hold the number twice' };
  const isRefused = lost.error.kind === 'rejected' || lost.error.kind === 'already-exists';
  const looked = await findLead(core, lookup, lost.options, isRefused ? 'must-be-there' : 'may-be-there');
  if (!looked.ok) return { kind: 'open', lookup, error: looked.error };
  const lead = looked.value;
  if (lead !== undefined) {
    const value: LeadCreated = { message: 'found by a look-up', data: lead };
    return { kind: 'found', value, existed: isOlder(lead, earliestOf(core, lost.firstSentAt, looked.meta)) };
  }
  if (isRefused) {
    const reason = 'the response was lost, a second send was refused, and the search does not show the lead';
    return { kind: 'parked', lookup, reason };
  }
  return lost.resends < MAX_RESENDS ? { kind: 'resend' } : { kind: 'open', lookup };
}

/** Whether the lead was there before a moment of the provider's clock; a time that cannot be read says nothing. */
function isOlder({ created_at }: Lead, earliest: number): boolean {
  const made = parseProviderTime(created_at ?? '');
  return made !== undefined && made.ms + (made.zoneKnown ? 0 : FURTHEST_ZONE_MS) < earliest;
}

/** What a refusal of a create looks like is not documented: a lead that is there already explains it. */
export async function explainRefusal(core: Core, refused: LostCall): Promise<LeadwireError | undefined> {
  if (refused.error.kind !== 'rejected') return undefined;
  const { campaign_id, phone_number, allow_dupplicate } = refused.body as LeadCreate;
  if (allow_dupplicate === true) return undefined;
  const looked = await findLead(core, { campaign_id, phone_number }, refused.options);
  if (!looked.ok) {
    const { kind, retryable } = looked.error;
    const hint = 'The campaign may hold this number already, which could not be looked up: send it again.';
    return retryable || kind === 'aborted' ? refused.error.with({ retryable: true, hint }) : undefined;
  }
  const lead = looked.value;
  if (lead === undefined) return undefined;
  return refused.error.with({
    kind: 'already-exists',
    hint: 'The campaign holds this number already: update that lead, or set allow_dupplicate.',
    lookup: { id: lead.id, campaign_id },
  });
}

/**
 * The lead of this exact number, or an error where the look-up cannot tell. A server may show numbers without country code: their end is asked, too.
 * @param expected - a lead that must be there is looked for again while the search may lag
 */
export async function findLead(
  core: Core,
  { campaign_id, phone_number }: Pick<LeadCreate, 'campaign_id' | 'phone_number'>,
  { deadlineMs, signal }: Pick<LostCall['options'], 'deadlineMs' | 'signal'>,
  expected: 'must-be-there' | 'may-be-there' = 'may-be-there',
): Promise<CallResult<Lead | undefined>> {
  const { clock, deadlineMs: standing } = core.provider.options;
  const deadlineAt = elapsedMs(clock) + (deadlineMs ?? standing);
  const lookFor = async (part: string): Promise<CallResult<Lead | undefined>> => {
    const options = { signal, deadlineMs: Math.max(1, deadlineAt - elapsedMs(clock)) };
    const queries = [{ campaign_id, phone_number: part, per_page: 100, page: 1 }];
    const read = await readRows<Lead>(core, { operation: 'leads.list', queries, options });
    if (!read.ok) return read;
    return { ...read, value: read.value.find((row) => isSameNumber(row?.phone_number, phone_number)) ?? undefined };
  };
  const look = async (): Promise<CallResult<Lead | undefined>> => {
    const whole = await lookFor(phone_number);
    return whole.ok && whole.value === undefined ? lookFor(phone_number.slice(-LAST_DIGITS)) : whole;
  };
  return expected === 'must-be-there' ? lookUntilFound(look, { clock, deadlineAt, signal }) : look();
}
