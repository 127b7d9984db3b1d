import type { CallOptions, CallResult } from '@leadwire/core';
import { type Client, createLeadSearch, type LeadSearch, type LostCall, matchesIn } from '@leadwire/core/provider';
import type { Contact, ContactPage, ContactWrite, HubspotOperations } from '@leadwire/generated-hubspot';

export type Core = Pick<Client<HubspotOperations, unknown>, 'run' | 'provider'>;

/** Contacts by their phone, or by their e-mail where no phone is known. */
export const searchOf = (core: Core): LeadSearch<Contact> =>
  createLeadSearch<ContactPage, Contact>(core, {
    ask: ({ email, phone }, options) => {
      const filter = phone ? { propertyName: 'phone', value: phone } : { propertyName: 'email', value: email ?? '' };
      const filterGroups = [{ filters: [{ operator: 'EQ', ...filter }] }];
      return core.run('contacts.search', {
        body: { filterGroups, properties: ['email', 'phone'], limit: 100 },
        options,
      });
    },
    byEmail: true,
    list: ({ results }) => results,
    shown: ({ properties = {} }) => properties,
    madeAt: ({ createdAt }) => createdAt,
  });

/** A lost create: the contact with this phone, or with this e-mail where no phone was sent, that was made since. */
export const reconcileCreate = (core: Core, lost: LostCall) =>
  searchOf(core).reconcile(lost, (lost.body as ContactWrite).properties);

/** One contact by its id, as the list of one. */
export async function readContact(core: Core, contactId: string, options: CallOptions): Promise<CallResult<Contact[]>> {
  const found = await core.run('contacts.get', { path: { contactId }, query: { properties: ['phone'] }, options });
  return matchesIn(core, found, (contact) => [contact], Boolean);
}
