import type { LeadwireError } from '@leadwire/core';
import type { LostCall, ProviderFailure } from '@leadwire/core/provider';
import type { ContactWrite } from '@leadwire/generated-hubspot';
import { type Core, readContact, searchOf } from './reconcile.ts';

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
export function explainExisting(core: Core, refused: LostCall): Promise<LeadwireError | undefined> {
  const { email, phone } = (refused.body as ContactWrite).properties;
  const [, told] = /Existing ID: ?(\d+)/i.exec(refused.error.providerMessage?.slice(0, 1_000) ?? '') ?? [];
  const search = searchOf(core);
  const look = () =>
    told === undefined ? search.matches({ email }, refused.options) : readContact(core, told, refused.options);
  return search.explain(refused, phone, look);
}

export const hints = {
  unauthorized: 'Check HUBSPOT_ACCESS_TOKEN: HubSpot shows the token of a private app in its settings.',
  forbidden: 'The private app lacks a scope: it needs crm.objects.contacts.read and crm.objects.contacts.write.',
} as const;
