import { type FieldNote, type Lead, type LeadTarget, LeadwireError } from '@leadwire/core';
import { arrived, type Client, checkLead, createLeadTarget, ok, omitEmpty, splitName } from '@leadwire/core/provider';
import type { Contact, ContactProperties, ContactWrite, HubspotOperations } from '@leadwire/generated-hubspot';
import { findContacts, reconcileCreate } from './reconcile.ts';

type Core = Client<HubspotOperations, unknown>;

export function createTarget(core: Core): LeadTarget {
  const { options } = core.provider;
  if (options.account === undefined) throw noAccount();
  return createLeadTarget<ContactWrite, Contact>(core, {
    account: `${new URL(options.baseUrl).host}/${options.account}`,
    operation: 'contacts.create',
    effect: 'conflict-key',
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
      send: (contactId, call) =>
        core.run('contacts.update', { path: { contactId }, body: { properties }, options: call }),
    }),
    find: async (lead, call = {}) => {
      const { phone } = await checkLead(lead, options);
      if (phone === undefined && lead.email === undefined) return ok(undefined);
      const found = await findContacts(core, phone === undefined ? { email: lead.email } : { phone }, call);
      if (!found.ok) return found;
      const [first] = found.value;
      return ok(first && { id: first.id });
    },
    undo: async (contactId, call = {}) => {
      const archived = await core.run('contacts.archive', { path: { contactId }, options: call });
      return archived.ok || archived.error.kind === 'not-found' ? ok({ how: 'archived' }) : archived;
    },
  });
}

/** A ledger must find its rows again after the token was replaced, so a token does not name the account. */
const noAccount = (): LeadwireError =>
  new LeadwireError('misconfigured', 'hubspot: the account of the target is missing', {
    provider: 'hubspot',
    issues: [{ path: 'account', message: 'is missing', code: 'missing-account' }],
    hint: 'Pass account: a name of the HubSpot account that stays the same when its token is replaced.',
  });

const unsupported = (lead: Lead): FieldNote[] =>
  (['notes', 'tags', 'source', 'ref'] as const)
    .filter((field) => lead[field] !== undefined && lead[field]?.length !== 0)
    .map((field) => ({ field, reason: 'HubSpot contacts have no such property: put it in a field of your own' }));

/** The neutral lead as HubSpot takes it; `fields` name further properties. Pure. */
function toProperties(lead: Lead): ContactProperties {
  const { firstName, lastName } = splitName(lead);
  const own = Object.entries(lead.fields ?? {}).map(([name, value]) => [name, String(value ?? '')] as const);
  return {
    ...Object.fromEntries(own.filter(([, value]) => value !== '')),
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
