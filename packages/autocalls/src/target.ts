import type { FieldNote, Lead, LeadTarget } from '@leadwire/core';
import {
  arrived,
  type Client,
  checkLead,
  fullName,
  ok,
  omitEmpty,
  type TargetOutline,
  undone,
  unsupportedParts,
} from '@leadwire/core/provider';
import { createLeadTarget } from '@leadwire/core/target';
import type { AutocallsOperations, LeadCreate, LeadCreated } from '@leadwire/generated-autocalls';
import { findLead, reconcileCreate } from './reconcile.ts';
import type { AutocallsTargetOptions } from './target-outline.ts';

type Core = Client<AutocallsOperations, unknown>;

export function createTarget(core: Core, outline: TargetOutline, { campaignId }: AutocallsTargetOptions): LeadTarget {
  return createLeadTarget<LeadCreate, LeadCreated>(core, {
    ...outline,
    operation: 'leads.create',
    resumesBy: 'look-up',
    unsupported,
    toBody: (lead) => toCreate(lead, campaignId),
    lookupOf,
    idOf: ({ data }) => data?.id,
    toArrived: ({ data }, { body, certainty, existed, lead }) =>
      arrived(existed ? 'existed' : 'created', data?.id, {
        certainty,
        unchanged: existed ? leftAlone(body) : [],
        unsupported: unsupported(lead),
      }),
    leftAlone,
    reconcile: (lost) => reconcileCreate(core, lost),
    changeOf: (_lead, { variables }) =>
      variables && {
        fields: ['variables'],
        send: (id, call) => core.run('leads.update', { path: { id }, body: { variables }, options: call }),
      },
    findId: async (lead, call) => {
      const { phone } = await checkLead(lead, core.provider.options);
      if (phone === undefined) return ok(undefined);
      const looked = await findLead(core, { campaign_id: campaignId, phone_number: phone }, call);
      return looked.ok ? ok(looked.value && String(looked.value.id)) : looked;
    },
    undo: async (id, call = {}) => undone(await core.run('leads.delete', { path: { id }, options: call }), 'deleted'),
  });
}

const lookupOf = ({ campaign_id, phone_number }: LeadCreate) => ({ campaign_id, phone_number });

/** A lead that exists keeps what it has: a create that is refused changes nothing. */
const leftAlone = ({ variables }: LeadCreate): readonly string[] => (variables === undefined ? [] : ['variables']);

/** Everything but the phone is a variable, so nothing is lost; only text, numbers and flags fit there. */
const unsupported = (lead: Lead): FieldNote[] =>
  unsupportedParts(lead, ['tags'], 'Autocalls variables hold no lists: the tags are sent as one text');

/** The neutral lead as Autocalls takes it: what is not the phone is a variable, under the name that its own examples use. Pure. */
export function toCreate(lead: Lead, campaign_id: number): LeadCreate {
  const variables = omitEmpty({
    customer_name: fullName(lead),
    email: lead.email,
    company: lead.company,
    job_title: lead.jobTitle,
    notes: lead.notes,
    tags: lead.tags?.join(', '),
    source: lead.source,
    ref: lead.ref,
    ...lead.fields,
  });
  return {
    phone_number: lead.phone,
    campaign_id,
    allow_dupplicate: false,
    ...(Object.keys(variables).length > 0 && { variables }),
  };
}
