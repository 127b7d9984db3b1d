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
/** Documented for generated replies: 5 a minute for a token. */
const REPLY_RATE = [{ limit: 5, perMs: 60_000 }];
/** Documented for WhatsApp sends: 5 a second for a user. */
const WHATSAPP_RATE = [{ limit: 5, perMs: 1_000 }];
/** Documented for whatsapp.callPermission: 20 a minute. */
const PERMISSION_RATE = [{ limit: 20, perMs: 60_000 }];
/** Documented for whatsapp.requestCallPermission: 5 a minute, 20 an hour, 50 a day. */
const ASK_RATE = [
  { limit: 5, perMs: 60_000 },
  { limit: 20, perMs: 3_600_000 },
  { limit: 50, perMs: 86_400_000 },
];
/** Documented for whatsapp.call: 5 a minute, 15 an hour, 30 a day. */
const WHATSAPP_CALL_RATE = [
  { limit: 5, perMs: 60_000 },
  { limit: 15, perMs: 3_600_000 },
  { limit: 30, perMs: 86_400_000 },
];

export const readOptions = (options: AutocallsOptions): KeyOptions =>
  readKeyOptions(options, options.apiKey, {
    api,
    limits,
    bucketLimits: {
      replies: REPLY_RATE,
      whatsapp: WHATSAPP_RATE,
      permission: PERMISSION_RATE,
      ask: ASK_RATE,
      whatsappCall: WHATSAPP_CALL_RATE,
    },
    option: 'apiKey',
    variable: 'AUTOCALLS_API_KEY',
    where: 'The Autocalls dashboard makes keys on its page "API Keys".',
  });
