import type { LeadwireError } from '@leadwire/core';
import type { LostCall, ProviderFailure } from '@leadwire/core/provider';

/** HubSpot responds with `{ status, message, category }`. */
export function readFailure(status: number, body: unknown): ProviderFailure {
  const { category, message } = (body ?? {}) as { category?: unknown; message?: unknown };
  return {
    ...(typeof category === 'string' && { code: category }),
    ...(typeof message === 'string' && status < 500 && { issues: [{ path: '', message }] }),
  };
}

/** A refusal as existing names the id of the contact in its message: `Contact already exists. Existing ID: 2926551`. */
export async function explainExisting({ error }: LostCall): Promise<LeadwireError | undefined> {
  if (error.kind !== 'already-exists') return undefined;
  const id = /Existing ID: ?(\d+)/i.exec(error.providerMessage?.slice(0, 1_000) ?? '')?.[1];
  return id === undefined ? undefined : error.with({ lookup: { id } });
}

export const hints = {
  unauthorized: 'Check HUBSPOT_ACCESS_TOKEN: HubSpot shows the token of a private app in its settings.',
  forbidden: 'The private app lacks a scope: it needs crm.objects.contacts.read and crm.objects.contacts.write.',
} as const;
