import type { CallOptions, CallResult } from '@leadwire/core';
import {
  CLOCK_SLACK_MS,
  type Client,
  clockOffsetMs,
  isSameNumber,
  type LostCall,
  parseProviderTime,
  type ReconcileResult,
} from '@leadwire/core/provider';
import type { Contact, ContactWrite, HubspotOperations } from '@leadwire/generated-hubspot';

type Core = Pick<Client<HubspotOperations, unknown>, 'run' | 'provider'>;

/**
 * A lost create: the contact with this phone, or with this e-mail where no phone was sent, that was made since. A search may miss what was just
 * made, so a miss proves nothing: a person must look.
 */
export async function reconcileCreate(core: Core, lost: LostCall): Promise<ReconcileResult> {
  const { properties } = lost.body as ContactWrite;
  const by = properties.phone === undefined ? { email: properties.email } : { phone: properties.phone };
  if (by.email === undefined && by.phone === undefined)
    return {
      kind: 'parked',
      lookup: {},
      reason: 'the response was lost, and without a phone or an e-mail it cannot be looked up',
    };
  const found = await findContacts(core, by, lost.options);
  if (!found.ok) return { kind: 'open', lookup: by, error: found.error };
  const since =
    lost.firstSentAt + clockOffsetMs(found.meta.headers, core.provider.options.clock.now()) - CLOCK_SLACK_MS;
  const recent = found.value.filter(({ createdAt }) => madeSince(createdAt, since));
  const others = new Set(await lost.options.confirmedElsewhere?.(recent.map(({ id }) => id)));
  const [only, ...more] = recent.filter(({ id }) => !others.has(id));
  if (only !== undefined && more.length === 0) return { kind: 'found', value: only };
  const reason = only === undefined ? 'no new contact fits so far' : `${more.length + 1} new contacts fit`;
  return { kind: 'parked', lookup: by, reason: `the response was lost, and ${reason}` };
}

/** Contacts that show this phone, or this e-mail, whatever the search made of the filter. */
export async function findContacts(
  core: Core,
  by: { readonly phone?: string | undefined; readonly email?: string | undefined },
  options: CallOptions,
): Promise<CallResult<Contact[]>> {
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
  if (!found.ok) return found;
  const { results = [] } = found.value ?? {};
  const fits = ({ properties }: Contact) =>
    phone === undefined
      ? properties?.email?.toLowerCase() === value.toLowerCase()
      : isSameNumber(properties?.phone, phone);
  return { ...found, value: results.filter(fits) };
}

function madeSince(createdAt: string | undefined, sinceMs: number): boolean {
  const made = createdAt === undefined ? undefined : parseProviderTime(createdAt);
  return made?.zoneKnown === true && made.ms >= sinceMs;
}
