import type { LeadwireError } from '@leadwire/core';
import { type Client, isSameNumber, type LostCall, type ProviderFailure, unreadable } from '@leadwire/core/provider';
import type { ContactWrite, HubspotOperations } from '@leadwire/generated-hubspot';
import { findContacts, readContact } from './reconcile.ts';

type Core = Pick<Client<HubspotOperations, unknown>, 'run' | 'provider'>;

/** HubSpot responds with `{ status, message, category }`. */
export function readFailure(status: number, body: unknown): ProviderFailure {
  const { category, message } = (body ?? {}) as { category?: unknown; message?: unknown };
  return {
    ...(typeof category === 'string' && { code: category }),
    ...(typeof message === 'string' && status < 500 && { issues: [{ path: '', message }] }),
  };
}

/**
 * A refusal as existing names the contact in its message: `Contact already exists. Existing ID: 2926551`. HubSpot keeps one contact an e-mail
 * address; where that one shows another phone it is another person, and the lead is refused.
 */
export async function explainExisting(
  core: Core,
  { body, error, options }: LostCall,
): Promise<LeadwireError | undefined> {
  if (error.kind !== 'already-exists') return undefined;
  const { email, phone } = (body as ContactWrite).properties;
  const told = /Existing ID: ?(\d+)/i.exec(error.providerMessage?.slice(0, 1_000) ?? '')?.[1];
  const found =
    told === undefined ? await findContacts(core, { email }, options) : await readContact(core, told, options);
  if (!found.ok) return found.error;
  const [contact] = found.value;
  // A search may miss what was just made: then it says nothing of whose contact it is.
  if (contact === undefined) return unreadable('hubspot', found.meta, NO_CONTACT).with({ retryable: true });
  const lookup = { id: contact.id };
  const shown = contact.properties?.phone;
  if (!phone || !shown || isSameNumber(shown, phone)) return error.with({ lookup });
  const hint =
    'Another contact has this e-mail address and another phone: send this lead without its e-mail, or merge them in HubSpot.';
  return error.with({ kind: 'rejected', lookup, hint });
}

const NO_CONTACT = {
  reason: 'did not show the contact that has this e-mail address',
  hint: 'Send the lead again: nothing of this one was stored.',
};

export const hints = {
  unauthorized: 'Check HUBSPOT_ACCESS_TOKEN: HubSpot shows the token of a private app in its settings.',
  forbidden: 'The private app lacks a scope: it needs crm.objects.contacts.read and crm.objects.contacts.write.',
} as const;
