import type { CallResult, CreateTimes, FoundLead, Result, TargetSendOptions } from '@leadwire/core';
import {
  CLOCK_SLACK_MS,
  type Client,
  earliestOf,
  exactTimeMs,
  isSameNumber,
  type LostCall,
  matchesIn,
  ok,
  type ReconcileResult,
} from '@leadwire/core/provider';
import type { LeadCreate, LeadList, LeadUpsertResult, TopcallsOperations } from '@leadwire/generated-topcalls';

type Core = Pick<Client<TopcallsOperations, unknown>, 'run' | 'provider'>;

/** Whether a lead that is there is new, and how sure that is. */
export interface WhoseLead {
  readonly outcome: 'created' | 'existed';
  readonly certainty: 'certain' | 'probable';
}

/**
 * TopCalls folds repeats by phone, so a lost create is simply sent again; `existed: true` may then be our own first send.
 * Where a response leaves `existed` out, its status says it: 200 attached, 201 new.
 * @param earliest - the earliest time that a lead of ours can bear, on their clock; undefined where no response was lost
 * @returns `certain` answers as they are; after a lost attempt, whether the lead is probably ours
 */
export function whoseLead(
  lead: Partial<Pick<LeadUpsertResult, 'created_at' | 'existed'>>,
  status: number | undefined,
  earliest: number | undefined,
): WhoseLead {
  if (!(lead.existed ?? status === 200)) return { outcome: 'created', certainty: 'certain' };
  if (earliest === undefined) return { outcome: 'existed', certainty: 'certain' };
  const isOurs = (exactTimeMs(lead.created_at) ?? Number.NaN) >= earliest;
  return { outcome: isOurs ? 'created' : 'existed', certainty: 'probable' };
}

export interface CreatedLead {
  readonly phone: string;
  readonly list_id: string;
  readonly created: CreateTimes;
  readonly options: Pick<TargetSendOptions, 'signal' | 'deadlineMs'> | undefined;
}

/** The lead of a list that was made by a bulk import, which tells no ids: by its phone, and made while the import was under way. */
export async function findCreated(
  core: Core,
  { phone, list_id, created, options = {} }: CreatedLead,
): Promise<Result<FoundLead | undefined>> {
  const page = await core.run('leads.list', { query: { phone, list_id }, options });
  const found = withPhone(core, page, phone);
  if (!found.ok) return found;
  const [lead] = found.value;
  const made = exactTimeMs(lead?.created_at) ?? Number.NaN;
  const latest = earliestOf(core, created.confirmedAt, found.meta) + 2 * CLOCK_SLACK_MS;
  const isOurs = made >= earliestOf(core, created.firstSentAt, found.meta) && made <= latest;
  return ok(isOurs ? { id: lead?.id } : undefined);
}

const withPhone = (core: Core, page: CallResult<LeadList>, phone: string) =>
  matchesIn(
    core,
    page,
    ({ items }) => items,
    ({ phone_number }) => isSameNumber(phone_number, phone),
  );

/** Whether the list holds the lead of a create that got no usable response: asked where a repeat was refused, or told no id. */
export async function reconcileCreate(core: Core, { body, firstSentAt, options }: LostCall): Promise<ReconcileResult> {
  const { phone_number, list_id } = body as LeadCreate;
  const query = { phone: phone_number, list_id };
  const { deadlineMs, signal } = options;
  const page = await core.run('leads.list', { query, options: { deadlineMs, signal } });
  const found = withPhone(core, page, phone_number);
  if (!found.ok) return { kind: 'open', lookup: query, error: found.error };
  const [lead] = found.value;
  // A list that goes on was not filtered: what is not on its first page may be there.
  if (!lead) return page.ok && page.value.has_more === true ? { kind: 'open', lookup: query } : { kind: 'resend' };
  const { outcome } = whoseLead({ ...lead, existed: true }, undefined, earliestOf(core, firstSentAt, found.meta));
  return { kind: 'found', value: lead, existed: outcome === 'existed' };
}
