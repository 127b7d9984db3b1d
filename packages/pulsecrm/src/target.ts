import type { FieldNote, Lead, LeadTarget } from '@leadwire/core';
import {
  arrived,
  type Client,
  ok,
  omitEmpty,
  splitName,
  type TargetOutline,
  undone,
  unsupportedParts,
} from '@leadwire/core/provider';
import { createLeadTarget } from '@leadwire/core/target';
import type { LeadInput, PulsecrmOperations, Lead as PulseLead } from '@leadwire/generated-pulsecrm';
import { fittingFields, type LeadShape } from './fields.ts';
import { find } from './find.ts';
import { reconcileCreate } from './reconcile.ts';
import type { PulsecrmTargetOptions } from './target-outline.ts';

type Core = Client<PulsecrmOperations, unknown>;

export function createTarget(
  core: Core,
  outline: TargetOutline,
  { shape, ...where }: PulsecrmTargetOptions & { readonly shape: LeadShape },
): LeadTarget {
  const { skipTeamAndSourceRequirement } = where;
  const fields = (lead: Lead) => fittingFields(shape, lead.fields);
  return createLeadTarget<LeadInput, PulseLead>(core, {
    ...outline,
    operation: 'leads.create',
    query: skipTeamAndSourceRequirement === undefined ? undefined : { skipTeamAndSourceRequirement },
    resumesBy: 'look-up',
    unsupported: (lead) => unsupported(lead, fields(lead)),
    toBody: (lead) => toInput(lead, where, fields(lead)),
    lookupOf: ({ phone, email }) => omitEmpty({ phone, email }),
    idOf: ({ id }) => id,
    // The rotation may have given the lead to a user.
    toArrived: ({ assignedTo, id }, { certainty, lead }) =>
      arrived('created', id, {
        certainty,
        unsupported: unsupported(lead, fields(lead)),
        ...(typeof assignedTo === 'string' && { assignedTo }),
      }),
    reconcile: (lost) => reconcileCreate(core, lost),
    changeOf: (lead, body) => {
      const change = toChange(lead, body, fields(lead));
      return {
        fields: Object.keys(change),
        send: (leadId, call) => core.run('leads.update', { path: { leadId }, body: change, options: call }),
      };
    },
    find: async (lead, call = {}) => {
      const found = await find(core, { phone: lead.phone, email: lead.email }, call);
      if (!found.ok) return found;
      const [first] = found.value;
      return ok(first && { id: String(first.id) });
    },
    undo: async (leadId, call = {}) =>
      undone(await core.run('leads.archive', { path: { leadId }, options: call }), 'archived'),
  });
}

type Fitting = ReturnType<typeof fittingFields>;

function unsupported(lead: Lead, { fields, unfit }: Fitting): FieldNote[] {
  const { firstName, lastName } = splitName(lead);
  const standIn = (field: 'firstName' | 'lastName', name: string): FieldNote[] =>
    name === '' && fields[field] === undefined
      ? [{ field, reason: 'Pulse CRM needs one: a dash stands in its place' }]
      : [];
  return [
    ...unsupportedParts(lead, ['tags'], 'Pulse CRM leads have no tags'),
    ...unsupportedParts(
      lead,
      ['ref'],
      'Pulse CRM has no field for a reference: put it in notes if you want to find it again',
    ),
    ...standIn('firstName', firstName),
    ...standIn('lastName', lastName),
    ...unfit,
  ];
}

/** The neutral lead as Pulse CRM takes it. Its phone is the one that was checked, whatever `fields` say. Pure. */
function toInput(lead: Lead, { teamId, leadSourceId }: PulsecrmTargetOptions, { fields }: Fitting): LeadInput {
  const { firstName, lastName } = splitName(lead);
  return {
    firstName: firstName || '-',
    lastName: lastName || '-',
    ...omitEmpty({
      email: lead.email,
      company: lead.company,
      jobTitle: lead.jobTitle,
      notes: lead.notes,
      source: lead.source,
      teamId,
      leadSourceId,
    }),
    ...fields,
    phone: lead.phone ?? '',
  } as LeadInput;
}

/** What an update writes: not where the lead belongs, which may run the rotation, and never the dash that stands for a name. */
function toChange(
  lead: Lead,
  { teamId: _team, leadSourceId: _source, archived: _archived, ...change }: LeadInput,
  { fields }: Fitting,
) {
  const { firstName, lastName } = { ...splitName(lead), ...fields };
  return omitEmpty({ ...change, firstName, lastName });
}
