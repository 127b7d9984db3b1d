import type { CallOptions, CallResult } from '@leadwire/core';
import {
  type Client,
  isSameNumber,
  type LostCall,
  matchesIn,
  type ReconcileResult,
  reconcileBySearch,
} from '@leadwire/core/provider';
import type { Contact, ContactWrite, HubspotOperations } from '@leadwire/generated-hubspot';

type Core = Pick<Client<HubspotOperations, unknown>, 'run' | 'provider'>;

/** What a contact is looked up by: its phone, or its e-mail where no phone is known. */
interface LookUp {
  readonly phone?: string | undefined;
  readonly email?: string | undefined;
}

/** A lost create: the contact with this phone, or with this e-mail where no phone was sent, that was made since. */
export function reconcileCreate(core: Core, lost: LostCall): Promise<ReconcileResult> {
  const { phone, email } = (lost.body as ContactWrite).properties;
  const lookup = phone === undefined ? { email } : { phone };
  return reconcileBySearch(core, lost, {
    lookup,
    find: () => findContacts(core, lookup, lost.options),
    madeAt: ({ createdAt }) => createdAt,
  });
}

/** Contacts that show this phone, or this e-mail, whatever the search made of the filter. */
export async function findContacts(core: Core, by: LookUp, options: CallOptions): Promise<CallResult<Contact[]>> {
  const { phone, email } = by;
  const [propertyName, value = ''] = phone === undefined ? ['email', email] : ['phone', phone];
  const found = await core.run('contacts.search', {
    body: {
      filterGroups: [{ filters: [{ propertyName, operator: 'EQ', value }] }],
      properties: ['email', 'phone'],
      limit: 100,
    },
    options,
  });
  const fits = ({ properties }: Contact) =>
    phone === undefined
      ? properties?.email?.toLowerCase() === value.toLowerCase()
      : isSameNumber(properties?.phone, phone);
  return matchesIn(core, found, ({ results }) => results, fits);
}

/** One contact by its id, as the list of one. */
export async function readContact(core: Core, contactId: string, options: CallOptions): Promise<CallResult<Contact[]>> {
  const found = await core.run('contacts.get', { path: { contactId }, query: { properties: ['phone'] }, options });
  return matchesIn(
    core,
    found,
    (contact) => [contact],
    () => true,
  );
}
