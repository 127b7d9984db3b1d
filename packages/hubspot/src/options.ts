import type { ClientOptions, Credential } from '@leadwire/core';
import { type KeyOptions, readKeyOptions } from '@leadwire/core/provider';
import { api } from '@leadwire/generated-hubspot';

/** Options of {@link createHubspot}. */
export interface HubspotOptions extends ClientOptions {
  /** The credential, or a function that fetches it. Default: the environment variable `HUBSPOT_ACCESS_TOKEN`. */
  readonly accessToken?: Credential | undefined;
}

/** assumption: a careful start, settable. */
const limits = [{ limit: 5, perMs: 1_000 }];

export const readOptions = (options: HubspotOptions): KeyOptions =>
  readKeyOptions(options, options.accessToken, {
    api,
    limits,
    option: 'accessToken',
    variable: 'HUBSPOT_ACCESS_TOKEN',
    where: 'HubSpot shows the access token of a private app in its settings.',
  });
