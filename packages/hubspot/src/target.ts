import type { FieldNote, Lead, LeadTarget } from '@leadwire/core';
import {
  arrived,
  type Client,
  omitEmpty,
  splitName,
  type TargetOutline,
  undone,
  unsupportedParts,
} from '@leadwire/core/provider';
import { createLeadTarget } from '@leadwire/core/target';
import type { Contact, ContactProperties, ContactWrite, HubspotOperations } from '@leadwire/generated-hubspot';
import { reconcileCreate, searchOf } from './reconcile.ts';

export function createTarget(core: Client<HubspotOperations, unknown>, outline: TargetOutline): LeadTarget {
  return createLeadTarget<ContactWrite, Contact>(core, {
    ...outline,
    operation: 'contacts.create',
    resumesBy: 'look-up',
    unsupported,
    toBody: (lead) => ({ properties: toProperties(lead) }),
    lookupOf: ({ properties: { phone, email } }) => omitEmpty({ phone, email }),
    idOf: ({ id }) => id,
    toArrived: ({ id }, { certainty, lead }) => arrived('created', id, { certainty, unsupported: unsupported(lead) }),
    leftAlone: ({ properties }) => Object.keys(properties),
    reconcile: (lost) => reconcileCreate(core, lost),
    // Phone and e-mail identify a person: an update never changes them.
    changeOf: (_lead, { properties: { phone: _phone, email: _email, ...properties } }) => ({
      fields: Object.keys(properties),
      send: (contactId, options) => core.run('contacts.update', { path: { contactId }, body: { properties }, options }),
    }),
    find: searchOf(core).find,
    undo: async (contactId, options = {}) =>
      undone(await core.run('contacts.archive', { path: { contactId }, options }), 'archived'),
  });
}

const unsupported = (lead: Lead): FieldNote[] =>
  unsupportedParts(
    lead,
    ['notes', 'tags', 'source', 'ref'],
    'HubSpot contacts have no such property: put it in a field of your own',
  );

/** The neutral lead as HubSpot takes it; `fields` name further properties. Pure. */
function toProperties(lead: Lead): ContactProperties {
  const { firstName, lastName } = splitName(lead);
  const own = Object.entries(lead.fields ?? {}).map(([name, value]) => [name, String(value ?? '')]);
  return {
    ...omitEmpty(Object.fromEntries(own)),
    ...omitEmpty({
      email: lead.email,
      firstname: firstName,
      lastname: lastName,
      company: lead.company,
      jobtitle: lead.jobTitle,
      phone: lead.phone,
    }),
  } as ContactProperties;
}
