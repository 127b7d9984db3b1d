import type { Accepted, Arrived, FieldNote, Lead, LeadTarget } from '@leadwire/core';
import {
  arrived,
  type Client,
  checkLead,
  createOutcome,
  fullName,
  ok,
  omitEmpty,
  type TargetOutline,
  unsupportedParts,
} from '@leadwire/core/provider';
import { createLeadTarget, type SentLead, type TargetDefinition } from '@leadwire/core/target';
import type { LeadCreate, LeadCreated, LeadQueued, LeadUpdated, TelecrmOperations } from '@leadwire/generated-telecrm';
import { QUEUED_IN_WORDS } from './decode.ts';
import { droppedFields } from './dropped-fields.ts';
import { findByPhone, leadIdOf, reconcileCreate } from './reconcile.ts';

type Core = Client<TelecrmOperations, unknown>;

export const createTarget = (core: Core, outline: TargetOutline, phoneFields: readonly string[]): LeadTarget =>
  outline.effect === 'conflict-key'
    ? createSyncTarget(core, outline, phoneFields)
    : createAsyncTarget(core, outline, phoneFields);

type Shared = Pick<
  TargetDefinition<LeadCreate, unknown>,
  'resumesBy' | 'phoneForm' | 'unsupported' | 'toBody' | 'lookupOf'
>;

const sharedOf = (phoneFields: readonly string[]): Shared => ({
  resumesBy: 'resend',
  phoneForm: 'digits',
  unsupported: (lead) => unsupported(lead, phoneFields),
  toBody: (lead) => ({ fields: toFields(lead, phoneFields) }),
  lookupOf: ({ fields }) => ({ phone: fields[phoneFieldOf(phoneFields)] }),
});

function createSyncTarget(core: Core, outline: TargetOutline, phoneFields: readonly string[]): LeadTarget {
  const phoneField = phoneFieldOf(phoneFields);
  const withoutPhone = ({ fields: { [phoneField]: _identifier, ...fields } }: LeadCreate): LeadCreate['fields'] =>
    fields;
  const leftAlone = (body: LeadCreate): readonly string[] => Object.keys(withoutPhone(body));
  return createLeadTarget<LeadCreate, LeadCreated>(core, {
    ...outline,
    ...sharedOf(phoneFields),
    operation: 'leads.create',
    idOf: ({ lead_id }) => lead_id,
    toArrived: (answer, sent) => fromCreated(answer, sent, phoneFields, leftAlone(sent.body)),
    leftAlone,
    reconcile: (lost) => reconcileCreate(core, lost, phoneFields),
    // The update refuses the field that identifies a lead, and drops invalid values without an error.
    changeOf: (_lead, body) => {
      const fields = withoutPhone(body);
      return {
        fields: Object.keys(fields).length === 0 ? [] : ['fields'],
        send: (leadId, options) => core.run('leads.update', { path: { leadId }, body: { fields }, options }),
        ignored: (answer) => droppedFields(fields, (answer as LeadUpdated | null)?.fields ?? {}, phoneFields),
      };
    },
    findId: async (lead, options) => {
      const { phone } = await checkLead(lead, core.provider.options, [], 'digits');
      if (phone === undefined) return ok(undefined);
      const found = await findByPhone(core, { field: phoneField, phone }, options);
      return found.ok ? ok(found.value && leadIdOf(found.value)) : found;
    },
  });
}

function createAsyncTarget(core: Core, outline: TargetOutline, phoneFields: readonly string[]): LeadTarget {
  return createLeadTarget<LeadCreate, LeadQueued>(core, {
    ...outline,
    ...sharedOf(phoneFields),
    operation: 'leads.upsertAsync',
    // There is no id; the word of the queue is what proves that it took the lead.
    idOf: (answer) => (isQueued(answer) || answer === QUEUED_IN_WORDS ? 'queued' : undefined),
    toArrived: (answer, { lead }) =>
      createOutcome<Accepted>({
        outcome: 'accepted',
        certainty: isQueued(answer) ? 'certain' : 'probable',
        unsupported: unsupported(lead, phoneFields),
      }),
    // Nothing can be looked up; the queue folds repeats.
    reconcile: async () => ({ kind: 'resend' }),
  });
}

const isQueued = ({ status }: Partial<LeadQueued>): boolean => /^queued$/i.test(String(status));

/** Fields that telecrm has no standard place for; a workspace may have its own under `fields`. */
const NO_PLACE = ['company', 'jobTitle', 'notes', 'tags', 'source', 'ref'] as const;

function unsupported(lead: Lead, phoneFields: readonly string[]): FieldNote[] {
  const phoneField = phoneFieldOf(phoneFields);
  return [
    ...unsupportedParts(
      lead,
      NO_PLACE,
      'telecrm has no standard field for it: give it under fields, by the API name of your workspace',
    ),
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

/** The neutral lead as telecrm takes it, with the phone that was checked; an empty one is refused, the queue would lose the lead. Pure. */
export function toFields(lead: Lead, phoneFields: readonly string[]): LeadCreate['fields'] {
  const { rating: _rating, ...fields } = lead.fields ?? {};
  return {
    ...omitEmpty({ name: fullName(lead), email: lead.email, ...fields }),
    ...ratingOf(lead),
    [phoneFieldOf(phoneFields)]: lead.phone ?? '',
  } as LeadCreate['fields'];
}

/** The response as an outcome: what telecrm ignored makes it partial. Pure. */
function fromCreated(
  answer: Partial<LeadCreated>,
  { certainty, existed, lead }: SentLead<LeadCreate>,
  phoneFields: readonly string[],
  leftAlone: readonly string[],
): Arrived {
  const ignored = remarksOf(answer).map(({ field, status }) => ({
    field: String(field ?? ''),
    reason: String(status ?? 'IGNORED'),
  }));
  const isNew = ignored.length > 0 ? 'partial' : 'created';
  return arrived(existed ? 'existed' : isNew, answer.lead_id, {
    certainty,
    ignored,
    unchanged: existed ? leftAlone : [],
    unsupported: unsupported(lead, phoneFields),
  });
}

/** Remarks of an unknown shape are none: the lead is there all the same. */
function remarksOf({ remarks }: Partial<LeadCreated>): readonly Record<string, unknown>[] {
  if (!Array.isArray(remarks)) return [];
  return (remarks as unknown[]).filter(
    (one): one is Record<string, unknown> => typeof one === 'object' && one !== null,
  );
}
