import type { CreateTimes, FoundLead, Result, TargetSendOptions } from '@leadwire/core';
import {
  CLOCK_SLACK_MS,
  type Client,
  clockOffsetMs,
  isSameNumber,
  type LostCall,
  ok,
  parseProviderTime,
  type ReconcileResult,
  unreadable,
} from '@leadwire/core/provider';
import type {
  LeadCreate,
  LeadUpsertResult,
  Lead as TopcallsLead,
  TopcallsOperations,
} from '@leadwire/generated-topcalls';

type Core = Pick<Client<TopcallsOperations, unknown>, 'run' | 'provider'>;

/** Whether a lead that is there is new, and how sure that is. */
export interface WhoseLead {
  readonly outcome: 'created' | 'existed';
  readonly certainty: 'certain' | 'probable';
}

/** What is known of the send that a lead may be ours by. */
export interface Whose {
  /** Milliseconds since the epoch, on our clock; undefined where no response was lost. */
  readonly firstSentAt: number | undefined;
  /** How far the provider's clock is ahead of ours. */
  readonly offsetMs: number;
}

/**
 * TopCalls folds repeats by phone, so a lost create is simply sent again; `existed: true` may then be our own first send.
 * Where a response leaves `existed` out, its status says it: 200 attached, 201 new.
 * @returns `certain` answers as they are; after a lost attempt, whether the lead is probably ours
 */
export function whoseLead(
  lead: Partial<Pick<LeadUpsertResult, 'created_at' | 'existed'>>,
  status: number | undefined,
  { firstSentAt, offsetMs }: Whose,
): WhoseLead {
  if (!(lead.existed ?? status === 200)) return { outcome: 'created', certainty: 'certain' };
  if (firstSentAt === undefined) return { outcome: 'existed', certainty: 'certain' };
  const made = parseProviderTime(String(lead.created_at ?? ''));
  const isOurs = made?.zoneKnown === true && made.ms >= firstSentAt + offsetMs - CLOCK_SLACK_MS;
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
  const found = await core.run('leads.list', { query: { phone, list_id }, options });
  if (!found.ok) return found;
  const items = (found.value?.items ?? []) as (TopcallsLead | null)[];
  const lead = items.find((each) => isSameNumber(each?.phone_number, phone));
  const offsetMs = clockOffsetMs(found.meta.headers, core.provider.options.clock.now());
  const made = parseProviderTime(String(lead?.created_at ?? ''));
  const isOurs =
    made?.zoneKnown === true &&
    made.ms >= created.firstSentAt + offsetMs - CLOCK_SLACK_MS &&
    made.ms <= created.confirmedAt + offsetMs + CLOCK_SLACK_MS;
  return ok(isOurs ? { id: lead?.id } : undefined);
}

/** Whether the list holds the lead of a create that got no usable response: asked where a repeat was refused, or told no id. */
export async function reconcileCreate(core: Core, { body, firstSentAt, options }: LostCall): Promise<ReconcileResult> {
  const { phone_number, list_id } = body as LeadCreate;
  const query = { phone: phone_number, list_id };
  const { deadlineMs, signal } = options;
  const found = await core.run('leads.list', { query, options: { deadlineMs, signal } });
  if (!found.ok) return { kind: 'open', lookup: query, error: found.error };
  const { has_more, items } = found.value ?? {};
  if (!Array.isArray(items)) return { kind: 'open', lookup: query, error: unreadable('topcalls', found.meta) };
  const lead = (items as (TopcallsLead | null)[]).find((each) => isSameNumber(each?.phone_number, phone_number));
  // A list that goes on was not filtered: what is not on its first page may be there.
  if (!lead) return has_more === true ? { kind: 'open', lookup: query } : { kind: 'resend' };
  const offsetMs = clockOffsetMs(found.meta.headers, core.provider.options.clock.now());
  const { outcome } = whoseLead({ ...lead, existed: true }, undefined, { firstSentAt, offsetMs });
  return { kind: 'found', value: lead, existed: outcome === 'existed' };
}
