import type { ClientOptions, Credential } from '@leadwire/core';
import { fromEnvironment, type ResolvedOptions, requireCredential, resolveOptions } from '@leadwire/core/provider';
import { api } from '@leadwire/generated-hubspot';

/** Options of {@link createHubspot}. */
export interface HubspotOptions extends ClientOptions {
  /** The access token of a private app. Default: the environment variable `HUBSPOT_ACCESS_TOKEN`. */
  readonly accessToken?: Credential | undefined;
}

/** HubSpot's limits differ by account: a careful start (inferred), settable. */
const STARTING_RATE = [{ limit: 5, perMs: 1_000 }];

export function readOptions(options: HubspotOptions): { accessToken: Credential; common: ResolvedOptions } {
  return {
    common: resolveOptions(options, {
      provider: 'hubspot',
      own: { accessToken: true },
      baseUrl: api.server,
      limits: STARTING_RATE,
    }),
    accessToken: requireCredential(options.accessToken ?? fromEnvironment('HUBSPOT_ACCESS_TOKEN'), {
      provider: 'hubspot',
      option: 'accessToken',
      variable: 'HUBSPOT_ACCESS_TOKEN',
      where: 'HubSpot shows the access token of a private app in its settings.',
    }),
  };
}
