import type { ClientOptions, Credential } from '@leadwire/core';
import { type KeyOptions, readKeyOptions } from '@leadwire/core/provider';
import { api } from '@leadwire/generated-autocalls';

/** Options of {@link createAutocalls}. A white-label tenant has the same API at its own `baseUrl`. */
export interface AutocallsOptions extends ClientOptions {
  /**
   * A key from the dashboard's page "API Keys", or a function that fetches one before each request.
   * @default process.env.AUTOCALLS_API_KEY
   * @example createAutocalls({ apiKey: () => secrets.get('autocalls') })
   */
  readonly apiKey?: Credential | undefined;
}

/** No general rate is documented: a careful start, settable. */
const limits = [{ limit: 2, perMs: 1_000 }];
/** As the pages of the operations document them, for a token or a user. */
const bucketLimits = {
  replies: [{ limit: 5, perMs: 60_000 }],
  whatsapp: [{ limit: 5, perMs: 1_000 }],
  permission: [{ limit: 20, perMs: 60_000 }],
  ask: [
    { limit: 5, perMs: 60_000 },
    { limit: 20, perMs: 3_600_000 },
    { limit: 50, perMs: 86_400_000 },
  ],
  whatsappCall: [
    { limit: 5, perMs: 60_000 },
    { limit: 15, perMs: 3_600_000 },
    { limit: 30, perMs: 86_400_000 },
  ],
};

export const readOptions = (options: AutocallsOptions): KeyOptions =>
  readKeyOptions(options, options.apiKey, {
    api,
    limits,
    bucketLimits,
    option: 'apiKey',
    variable: 'AUTOCALLS_API_KEY',
    where: 'The Autocalls dashboard makes keys on its page "API Keys".',
  });
