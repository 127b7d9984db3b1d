import type { CallOptions, CallResult } from '@leadwire/core';
import { type Client, changeMeta, checkLead, elapsedMs, joinEffects } from '@leadwire/core/provider';
import type { LeadCreate, LeadCreated, LeadUpdated, TelecrmOperations } from '@leadwire/generated-telecrm';
import { findByPhone, leadIdOf, type PhoneField } from './reconcile.ts';

type Core = Client<TelecrmOperations, unknown>;

/** What `leads.upsert` came to, in telecrm's own words. */
export interface LeadUpserted {
  readonly lead_id: string | undefined;
  readonly actions: LeadCreated['actions'] | undefined;
  /** What telecrm ignored, of a new lead or of the actions of one that existed. */
  readonly remarks: LeadCreated['remarks'] | undefined;
  /** True when the lead was there before, and has been updated. */
  readonly existed: boolean;
  /** After an update: the lead's fields as they are now. telecrm drops fields without an error: one that is missing was dropped. */
  readonly fields?: LeadUpdated['fields'];
}

/** Create, and on 409 search, update and actions. After a lost response a 409 means our own first send, whose actions are not added again. */
export async function upsert(
  core: Core,
  body: LeadCreate,
  phoneFields: readonly string[],
  options: CallOptions = {},
): Promise<CallResult<LeadUpserted>> {
  const { clock, deadlineMs } = core.provider.options;
  const deadlineAt = elapsedMs(clock) + (options.deadlineMs ?? deadlineMs);
  const created = await core.run('leads.create', { body, options });
  if (created.ok) {
    const { actions, lead_id, remarks } = created.value ?? {};
    return { ...created, value: { lead_id, existed: false, actions, remarks } };
  }
  if (created.error.kind !== 'already-exists') return created;
  const steps = createSteps(core, options, deadlineAt, created);
  const place = await phoneOf(core, body, phoneFields);
  const found = place && (await steps.take(findByPhone(core, place, steps.options())));
  if (found?.ok === false) return found;
  const lead_id = found?.value && leadIdOf(found.value);
  if (lead_id === undefined) return withHint(created, NO_ID);
  const { [phoneFields[0] ?? 'phone']: _identifier, ...fields } = body.fields;
  return updateExisting(steps, lead_id, { fields, actions: body.actions, maybeOurs: created.error.effect !== 'none' });
}

interface Update {
  readonly fields: LeadCreate['fields'];
  readonly actions: LeadCreate['actions'];
  /** Whether the lead may be the one that this call created, whose actions it has. */
  readonly maybeOurs: boolean;
}

async function updateExisting(
  steps: Steps,
  lead_id: string,
  { actions: wanted, fields, maybeOurs }: Update,
): Promise<CallResult<LeadUpserted>> {
  const updated = await updateFields(steps, lead_id, fields);
  if (updated?.ok === false) return updated;
  const added = maybeOurs ? undefined : await addActions(steps, lead_id, wanted);
  if (added?.ok === false)
    return updated ? withHint({ ...added, error: added.error.with({ effect: 'applied' }) }, IN_PART) : added;
  const { actions = [], remarks = [] } = added?.value ?? {};
  const value = { lead_id, existed: true, actions, remarks, ...(updated && { fields: updated.value?.fields }) };
  return { ok: true, value, meta: changeMeta(steps.meta(), { certainty: maybeOurs ? 'probable' : 'certain' }) };
}

const NO_ID = 'The search told no id to update by: use leads.upsertAsync, or keep the lead_id of a create.';
const IN_PART = 'The lead was updated, its actions may be missing: see attempts.';

type Steps = ReturnType<typeof createSteps>;

const updateFields = async (steps: Steps, leadId: string, fields: LeadCreate['fields']) =>
  Object.keys(fields).length === 0
    ? undefined
    : steps.take(steps.core.run('leads.update', { path: { leadId }, body: { fields }, options: steps.options() }));

const addActions = async (steps: Steps, leadId: string, actions: LeadCreate['actions'] = []) =>
  actions.length === 0
    ? undefined
    : steps.take(steps.core.run('actions.create', { path: { leadId }, body: { actions }, options: steps.options() }));

/** The later calls of one upsert: under its signal and what is left of its deadline. What the first one left unknown they do not settle. */
function createSteps(core: Core, { retry, signal, timeoutMs }: CallOptions, deadlineAt: number, first: Failed) {
  let { meta } = first;
  const options = (): CallOptions => {
    const deadlineMs = Math.max(1, deadlineAt - elapsedMs(core.provider.options.clock));
    return { retry, signal, timeoutMs, deadlineMs };
  };
  const take = async <Value>(asked: Promise<CallResult<Value>>): Promise<CallResult<Value>> => {
    const outcome = await asked;
    const attempts = [...meta.attempts, ...outcome.meta.attempts];
    meta = changeMeta(outcome.meta, { attempts });
    if (outcome.ok) return { ...outcome, meta };
    const effect = joinEffects(first.error.effect, outcome.error.effect);
    return { ok: false, error: outcome.error.with({ attempts, effect }), meta };
  };
  return { core, options, take, meta: () => meta };
}

/** The field by which a lead is found, where it holds a phone. */
async function phoneOf(
  core: Core,
  { fields }: LeadCreate,
  phoneFields: readonly string[],
): Promise<PhoneField | undefined> {
  const field = phoneFields[0] ?? 'phone';
  const { phone } = await checkLead({ phone: String(fields[field] ?? '') }, core.provider.options, [], 'digits');
  return phone === undefined ? undefined : { field, phone };
}

type Failed = Extract<CallResult<never>, { readonly ok: false }>;

const withHint = (failed: Failed, hint: string): Failed => ({ ...failed, error: failed.error.with({ hint }) });
