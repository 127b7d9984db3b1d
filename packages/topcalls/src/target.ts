import {
  arrived,
  type ClientCore,
  checkLead,
  decideFailure,
  type FieldNote,
  fullName,
  given,
  type Lead,
  type LeadOutcome,
  type LeadTarget,
  type LeadwireError,
  type Outcome,
  ok,
  type Result,
  type TargetSendOptions,
} from '@leadwire/core';
import type {
  LeadBulkImport,
  LeadBulkImportResult,
  LeadCreate,
  LeadUpdate,
  LeadUpsertResult,
  TopcallsOperations,
} from '@leadwire/generated-topcalls';
import { whoseLead } from './reconcile.ts';

/** Where leads go. */
export interface TopcallsTargetOptions {
  /** The list that leads join; the dashboard shows its id. */
  readonly listId: string;
}

type Core = ClientCore<TopcallsOperations, unknown>;

/** Fields of the neutral lead that TopCalls leaves as they are when a lead with this phone exists. */
const LEFT_ALONE = ['name', 'email', 'notes', 'tags', 'metadata'] as const;

/** The vendor's limit of one bulk import. */
const BULK_LIMIT = 2_000;

export function createTarget(core: Core, { listId }: TopcallsTargetOptions): LeadTarget {
  const { options } = core.provider;
  const send = async (
    lead: Lead,
    given: TargetSendOptions = {},
    firstSentAt?: number,
  ): Promise<Result<LeadOutcome, LeadwireError>> => {
    const { onExisting, resendOnMiss: _, ...call } = given;
    const body = toCreate(lead, listId);
    const outcome = (await core.run('leads.create', { body, options: call })) as Outcome<LeadUpsertResult>;
    if (!outcome.ok)
      return decideFailure({
        error: outcome.error,
        effect: effectOf(body),
        lookup: { phone: lead.phone, list_id: listId },
        unsupported: unsupported(lead),
      });
    const whose = whoseLead(outcome.value, outcome.meta, firstSentAt);
    const found = fromUpsert(whose, outcome.value, body, lead);
    if (found.outcome !== 'existed' || onExisting !== 'update') return ok(found);
    return ok(await update(core, outcome.value.id, body, found, call));
  };
  return {
    provider: 'topcalls',
    name: 'topcalls',
    account: `${new URL(options.baseUrl).host}/${listId}`,
    effect: 'natural-key',
    check: (lead) => checkLead(lead, options, unsupported(lead)),
    send: (lead, given) => send(lead, given),
    resume: (lead, evidence, given) => send(lead, given, evidence.firstSentAt),
    bulk: {
      maxItems: BULK_LIMIT,
      // Repeated notes would be appended again, and free fields have no place in a bulk row.
      accepts: (lead) =>
        lead.notes === undefined && lead.fields?.notes_append === undefined && lead.fields?.notes === undefined,
      send: (leads, given = {}) => sendBulk(core, listId, leads, given),
    },
  };
}

/** Notes that are appended are appended on every send. */
const effectOf = (body: LeadCreate) => (body.notes_append === undefined ? 'natural-key' : 'unguarded');

/** The neutral lead as TopCalls takes it; what has no field of its own goes to `metadata`. */
export function toCreate(lead: Lead, listId: string): LeadCreate {
  const { status, notes_append, metadata, ...rest } = (lead.fields ?? {}) as Record<string, unknown>;
  const free = given({
    company: lead.company,
    job_title: lead.jobTitle,
    source: lead.source,
    ref: lead.ref,
    ...rest,
    ...(metadata as object | undefined),
  });
  return {
    name: fullName(lead) || lead.phone,
    phone_number: lead.phone,
    list_id: listId,
    ...given({
      email: lead.email,
      notes: lead.notes,
      notes_append: notes_append as string | undefined,
      status: status as LeadCreate['status'],
    }),
    ...(lead.tags && lead.tags.length > 0 && { tags: [...lead.tags] }),
    ...(Object.keys(free).length > 0 && { metadata: free }),
  } as LeadCreate;
}

const unsupported = (lead: Lead): FieldNote[] =>
  fullName(lead) === '' ? [{ field: 'name', reason: 'TopCalls needs one: the phone number stands in its place' }] : [];

/** Their answer as an outcome. Pure. */
export function fromUpsert(
  whose: ReturnType<typeof whoseLead>,
  answer: LeadUpsertResult,
  body: LeadCreate,
  lead: Lead,
) {
  const unchanged = whose.outcome === 'existed' ? LEFT_ALONE.filter((field) => body[field] !== undefined) : [];
  return arrived(whose.outcome, answer.id, { certainty: whose.certainty, unchanged, unsupported: unsupported(lead) });
}

/** The provider's own update, after an attach that left the fields alone. */
async function update(
  core: Core,
  id: string,
  body: LeadCreate,
  found: ReturnType<typeof fromUpsert>,
  call: TargetSendOptions,
) {
  const { phone_number: _phone, list_id: _list, notes_append: _append, ...change } = body;
  const { beforeSend: _before, ...options } = call;
  const outcome = await core.run('leads.update', { path: { id }, body: change satisfies LeadUpdate, options });
  if (outcome.ok) return { ...found, outcome: 'updated' as const, unchanged: [] };
  return {
    ...found,
    ignored: [{ field: found.unchanged.join(', '), reason: `the update failed: ${outcome.error.kind}` }],
  };
}

/** One transaction of theirs for many leads. They tell totals only: all new, or all there already. */
async function sendBulk(
  core: Core,
  list_id: string,
  leads: readonly Lead[],
  options: TargetSendOptions,
): Promise<Result<LeadOutcome[], LeadwireError>> {
  const { onExisting: _, resendOnMiss: __, ...call } = options;
  const body: LeadBulkImport = {
    list_id,
    mode: 'skip',
    leads: leads.map((lead) => {
      const { list_id: _list, notes_append: _append, name, ...row } = toCreate(lead, list_id);
      return { ...row, name: fullName(lead) === '' ? '' : name };
    }),
  };
  const outcome = (await core.run('leads.bulk', { body, options: call })) as Outcome<LeadBulkImportResult>;
  if (!outcome.ok) return { ok: false, error: outcome.error };
  const { inserted = 0 } = outcome.value;
  // Totals cannot say which row was new: where it is not all or none, each is probably new or there.
  const lost =
    outcome.meta.attempts.length > 1 &&
    outcome.meta.attempts.some((attempt) => attempt.effect !== 'none' && attempt.status === undefined);
  const kind = inserted === 0 && !lost ? 'existed' : 'created';
  const certainty = (inserted === 0 || inserted === leads.length) && !lost ? 'certain' : 'probable';
  return ok(leads.map((lead) => arrived(kind, undefined, { certainty, unsupported: unsupported(lead) })));
}
