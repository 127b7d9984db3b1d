import {
  type CallResult,
  type Lead,
  type LeadCheck,
  type LeadOutcome,
  type LeadTarget,
  LeadwireError,
  PHONE_ADVICE,
  type Result,
  type TargetSendOptions,
} from '@leadwire/core';
import { type Client, checkLead, decideFailure, notUpdated, ok, toWireForm } from '@leadwire/core/provider';
import type { LeadCreate, LeadUpdate, LeadUpsertResult, TopcallsOperations } from '@leadwire/generated-topcalls';
import { sendBulk } from './bulk.ts';
import { fromUpsert, toChange, toCreate, unsupported } from './neutral-lead.ts';
import { whoseLead } from './reconcile.ts';

/** Where leads go. */
export interface TopcallsTargetOptions {
  /** The list that leads join; the dashboard shows its id. */
  readonly listId: string;
}

type Core = Client<TopcallsOperations, unknown>;

/** The vendor's limit of one bulk import. */
const BULK_LIMIT = 2_000;

export function createTarget(core: Core, { listId }: TopcallsTargetOptions): LeadTarget {
  const { options } = core.provider;
  if (typeof listId !== 'string' || listId.trim() === '') throw noList();
  const send = async (
    lead: Lead,
    given: TargetSendOptions = {},
    firstSentAt?: number,
  ): Promise<Result<LeadOutcome, LeadwireError>> => {
    const { onExisting, resendOnMiss: _, ...call } = given;
    const body = toCreate(lead, listId);
    const outcome = (await core.run('leads.create', { body, options: call })) as CallResult<Partial<LeadUpsertResult>>;
    if (!outcome.ok)
      return decideFailure({
        error: outcome.error,
        effect: effectOf(body),
        lookup: { phone: lead.phone, list_id: listId },
        unsupported: unsupported(lead),
      });
    const answer = outcome.value ?? {};
    const { id } = answer;
    const found = fromUpsert(whoseLead(answer, outcome.meta, firstSentAt), answer, body, lead);
    // One that only may be ours is updated, too: a run that was cut off may have owed it the update.
    const isOurs = found.outcome === 'created' && found.certainty === 'certain';
    if (isOurs || onExisting !== 'update') return ok(found);
    return update(core, id, toChange(body, lead), found, call);
  };
  return {
    provider: 'topcalls',
    name: 'topcalls',
    account: `${new URL(options.baseUrl).host}/${listId}`,
    effect: 'natural-key',
    check: async (lead) => withLeadPhone(await checkLead(lead, options, unsupported(lead))),
    send: (lead, given) => send(lead, given),
    resume: async (lead, evidence, given) =>
      effectOf(toCreate(lead, listId)) === 'unguarded' && given?.resendOnMiss !== true
        ? parked(lead, listId)
        : send(lead, given, evidence.firstSentAt),
    bulk: {
      maxItems: BULK_LIMIT,
      // Repeated notes would be appended again.
      accepts: (lead) => lead.notes === undefined && lead.fields?.notes_append === undefined,
      send: (leads, given = {}) => sendBulk(core, listId, leads, given, send),
    },
  };
}

/** Their leads have numbers of 9 to 15 digits, and a few countries have shorter ones. */
function withLeadPhone(check: LeadCheck): LeadCheck {
  const wire = check.phone === undefined ? undefined : toWireForm(check.phone, 'e164-lead');
  if (wire === undefined || wire.ok) return check;
  const { reason } = wire.error;
  return { ...check, phone: undefined, issues: [{ path: 'phone', message: PHONE_ADVICE[reason], code: reason }] };
}

const noList = (): LeadwireError =>
  new LeadwireError('misconfigured', 'topcalls: listId of the target is missing', {
    provider: 'topcalls',
    issues: [{ path: 'listId', message: 'is missing' }],
    hint: 'Pass listId: the dashboard shows the id of each list.',
  });

/** Notes that are appended are appended on every send. */
const effectOf = (body: LeadCreate) => (body.notes_append === undefined ? 'natural-key' : 'unguarded');

/** Whether its notes are there already, the provider does not tell. */
const parked = (lead: Lead, listId: string): Result<LeadOutcome, LeadwireError> =>
  decideFailure({
    error: new LeadwireError(
      'parked',
      'topcalls leads.create needs a person: an earlier send may have appended its notes',
      {
        provider: 'topcalls',
        operationId: 'leads.create',
        effect: 'unknown',
        hint: 'Look at the notes of the lead: send it again only if they are not there.',
      },
    ),
    effect: 'unguarded',
    lookup: { phone: lead.phone, list_id: listId },
    unsupported: unsupported(lead),
  });

/** The provider's own update, after an attach that left the fields alone. */
async function update(
  core: Core,
  id: string | undefined,
  change: LeadUpdate,
  found: ReturnType<typeof fromUpsert>,
  { beforeSend: _before, ...options }: TargetSendOptions,
): Promise<Result<LeadOutcome, LeadwireError>> {
  const fields = Object.keys(change);
  if (fields.length === 0) return ok(found);
  if (id === undefined) return notUpdated(found, fields, 'the answer told no id to update by');
  const outcome = await core.run('leads.update', { path: { id }, body: change, options });
  return outcome.ok ? ok({ ...found, outcome: 'updated', unchanged: [] }) : notUpdated(found, fields, outcome.error);
}
