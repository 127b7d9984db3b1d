import {
  type Arrived,
  type CallOptions,
  type CallResult,
  type FieldNote,
  type Lead,
  type LeadOutcome,
  type LeadTarget,
  LeadwireError,
  type Result,
  type TargetSendOptions,
} from '@leadwire/core';
import {
  arrived,
  type Client,
  checkLead,
  decideFailure,
  fullName,
  notUpdated,
  ok,
  omitEmpty,
} from '@leadwire/core/provider';
import type { LeadCreate, LeadCreated, LeadUpdated, TelecrmOperations } from '@leadwire/generated-telecrm';
import { droppedFields } from './dropped-fields.ts';
import { findByPhone, leadIdOf } from './reconcile.ts';

/** Which of the two APIs leads go through. */
export interface TelecrmTargetOptions {
  /** `sync` answers with an id; `async` queues: quicker, and silent about what becomes of the lead. */
  readonly mode: 'sync' | 'async';
}

interface Workspace {
  readonly enterpriseId: string;
  readonly phoneFields: readonly string[];
}

type Core = Client<TelecrmOperations, unknown>;

export function createTarget(core: Core, workspace: Workspace, { mode }: TelecrmTargetOptions): LeadTarget {
  const { options } = core.provider;
  if (mode !== 'sync' && mode !== 'async') throw noMode();
  const send = mode === 'sync' ? sendSync : sendAsync;
  return {
    provider: 'telecrm',
    name: mode === 'sync' ? 'telecrm' : 'telecrm-async',
    account: `${new URL(options.baseUrl).host}/${workspace.enterpriseId}${mode === 'sync' ? '' : '/async'}`,
    effect: mode === 'sync' ? 'conflict-key' : 'queued-upsert',
    check: (lead) => checkLead(lead, options, unsupported(lead, workspace)),
    send: (lead, given) => send(core, workspace, lead, given),
    resume: (lead, _evidence, given) => send(core, workspace, lead, given, true),
  };
}

/** One of the two answers, the other tells nothing of the outcome: neither is a guess to make. */
const noMode = (): LeadwireError =>
  new LeadwireError('misconfigured', 'telecrm: the mode of the target is missing', {
    provider: 'telecrm',
    issues: [{ path: 'mode', message: 'must be sync or async' }],
    hint: "Pass mode: 'sync', which answers with an id, or 'async', which queues.",
  });

/** Fields that telecrm has no standard place for; a workspace may have one of its own under `fields`. */
const NO_PLACE = ['company', 'jobTitle', 'notes', 'tags', 'source', 'ref'] as const;

function unsupported(lead: Lead, { phoneFields }: Workspace): FieldNote[] {
  const phoneField = phoneFieldOf(phoneFields);
  return [
    ...NO_PLACE.filter((field) => (lead[field]?.length ?? 0) > 0).map((field) => ({
      field,
      reason: 'telecrm has no standard field for it: give it under fields, by the API name of your workspace',
    })),
    ...(lead.fields?.[phoneField] === undefined
      ? []
      : [{ field: `fields.${phoneField}`, reason: 'the phone of the lead has this place' }]),
    ...('rating' in ratingOf(lead) || (lead.fields?.rating ?? '') === ''
      ? []
      : [{ field: 'fields.rating', reason: 'telecrm takes whole numbers there' }]),
  ];
}

/** The one that holds the phone of a neutral lead. */
const phoneFieldOf = (phoneFields: readonly string[]): string => phoneFields[0] ?? 'phone';

/** A rating is a whole number to telecrm, and text in every spreadsheet. */
function ratingOf({ fields }: Lead): { rating?: number } {
  const rating = String(fields?.rating ?? '').trim();
  return /^\d+$/.test(rating) ? { rating: Number(rating) } : {};
}

/** The neutral lead as telecrm takes it. Its phone is the one that was checked, whatever `fields` say, and an empty one is refused: the queue would lose the lead in silence. Pure. */
export function toFields(lead: Lead, phoneFields: readonly string[]): LeadCreate['fields'] {
  const { rating: _rating, ...fields } = lead.fields ?? {};
  return {
    ...omitEmpty({ name: fullName(lead), email: lead.email, ...fields }),
    ...ratingOf(lead),
    [phoneFieldOf(phoneFields)]: lead.phone ?? '',
  } as LeadCreate['fields'];
}

async function sendSync(
  core: Core,
  workspace: Workspace,
  lead: Lead,
  options: TargetSendOptions = {},
  again = false,
): Promise<Result<LeadOutcome, LeadwireError>> {
  const { onExisting, ...call } = options;
  const fields = toFields(lead, workspace.phoneFields);
  const notes = unsupported(lead, workspace);
  const outcome = (await core.run('leads.create', { body: { fields }, options: call })) as CallResult<LeadCreated>;
  if (outcome.ok) {
    const { certainty } = outcome.meta;
    const made = fromCreated(outcome.value ?? {}, fields, certainty, notes);
    // One that was found by a look-up may have been there before.
    return certainty === 'probable' && onExisting === 'update' ? update(core, workspace, lead, made, call) : ok(made);
  }
  const { error } = outcome;
  if (error.kind !== 'already-exists')
    return decideFailure({ error, effect: 'conflict-key', lookup: { phone: lead.phone }, unsupported: notes });
  // It exists since an earlier send of ours, most likely.
  const ours = again || error.effect !== 'none';
  const unchanged = Object.keys(fields).filter((name) => name !== phoneFieldOf(workspace.phoneFields));
  const looked = again ? await findId(core, workspace, lead, call) : undefined;
  const found = arrived(ours ? 'created' : 'existed', looked?.ok ? looked.value : undefined, {
    certainty: ours ? 'probable' : 'certain',
    unchanged: ours ? [] : unchanged,
    unsupported: notes,
  });
  // One that may be ours, too: a run that was cut off may have owed it the update.
  return onExisting === 'update' ? update(core, workspace, lead, found, call) : ok(found);
}

/** Their answer as an outcome: what they ignored makes it partial. Pure. */
export function fromCreated(
  answer: Partial<LeadCreated>,
  sent: LeadCreate['fields'],
  certainty: 'certain' | 'probable',
  unsupportedFields: readonly FieldNote[],
): Arrived {
  const ignored = remarksOf(answer).map(({ field, status }) => ({
    field: String(field ?? ''),
    reason: String(status ?? 'IGNORED'),
  }));
  return arrived(ignored.length > 0 ? 'partial' : 'created', answer.lead_id, {
    certainty,
    ignored,
    unsupported: unsupportedFields,
  });
}

/** Remarks of a shape that nobody wrote down are none: the lead is there all the same. */
function remarksOf({ remarks }: Partial<LeadCreated>): readonly Record<string, unknown>[] {
  if (!Array.isArray(remarks)) return [];
  return (remarks as unknown[]).filter(
    (one): one is Record<string, unknown> => typeof one === 'object' && one !== null,
  );
}

/** The provider's own update; it refuses the identifying field and drops what it does not like in silence. */
async function update(
  core: Core,
  workspace: Workspace,
  lead: Lead,
  found: Arrived,
  { beforeSend: _, ...options }: CallOptions,
): Promise<Result<LeadOutcome, LeadwireError>> {
  const { [phoneFieldOf(workspace.phoneFields)]: _identifier, ...fields } = toFields(lead, workspace.phoneFields);
  if (Object.keys(fields).length === 0) return ok(found);
  const looked = await findId(core, workspace, lead, options);
  if (!looked.ok) return notUpdated(found, ['fields'], looked.error, 'search');
  const leadId = looked.value;
  if (leadId === undefined) return notUpdated(found, ['fields'], 'the search told no id to update by');
  const outcome = (await core.run('leads.update', {
    path: { leadId },
    body: { fields },
    options,
  })) as CallResult<LeadUpdated>;
  if (!outcome.ok) return notUpdated({ ...found, id: leadId }, ['fields'], outcome.error);
  const ignored = droppedFields(fields, outcome.value?.fields ?? {}, workspace.phoneFields);
  return ok({ ...found, outcome: 'updated', id: leadId, unchanged: [], ignored });
}

/** The id of the lead that has this phone, where the search tells one. */
async function findId(
  core: Core,
  { phoneFields }: Workspace,
  lead: Lead,
  { beforeSend: _, ...options }: CallOptions,
): Promise<Result<string | undefined, LeadwireError>> {
  const { phone } = await checkLead(lead, core.provider.options);
  if (phone === undefined) return ok(undefined);
  const found = await findByPhone(core, { field: phoneFieldOf(phoneFields), phone }, options);
  return found.ok ? ok(found.value && leadIdOf(found.value)) : found;
}

async function sendAsync(
  core: Core,
  workspace: Workspace,
  lead: Lead,
  options: TargetSendOptions = {},
): Promise<Result<LeadOutcome, LeadwireError>> {
  const { onExisting: _, ...call } = options;
  const outcome = await core.run('leads.upsertAsync', {
    body: { fields: toFields(lead, workspace.phoneFields) },
    options: call,
  });
  const notes = unsupported(lead, workspace);
  if (!outcome.ok)
    return decideFailure({
      error: outcome.error,
      effect: 'queued-upsert',
      lookup: { phone: lead.phone },
      unsupported: notes,
    });
  return ok({ outcome: 'accepted', certainty: 'certain', ignored: [], unchanged: [], unsupported: notes });
}
