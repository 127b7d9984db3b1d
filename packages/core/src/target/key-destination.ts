import type { LeadTarget } from '../lead/target.ts';
import type { ClientOptions } from '../options.ts';
import type { CredentialSet, Destination } from './destination.ts';

/** The credentials of a destination that needs one environment variable. */
export const secretVariables = (variable: string, where: string): CredentialSet => ({
  ids: [],
  secrets: [[{ variable, where }]],
});

/**
 * The destination of a provider that needs one credential, has one place for all leads, and does not call them at once.
 * @param where - where the vendor shows the credential, in a sentence
 * @example keyDestination('ACME_API_KEY', 'Acme shows it in its settings.', async (client, apiKey) => (await import('./client.ts')).createAcme({ ...client, apiKey }))
 */
export const keyDestination = (
  variable: string,
  where: string,
  make: (client: ClientOptions, key: string) => Promise<{ target(): LeadTarget }>,
): Destination => ({
  credentials: secretVariables(variable, where),
  options: {},
  callsAtOnce: false,
  async open({ client, secret }) {
    const made = await make(client, secret(variable));
    return { client: made, target: made.target() };
  },
});
