import type { ClientOptions, Credential } from '@leadwire/core';
import { fromEnvironment, type ResolvedOptions, requireCredential, resolveOptions } from '@leadwire/core/provider';
import { api } from '@leadwire/generated-topcalls';

/** Options of {@link createTopcalls}. */
export interface TopcallsOptions extends ClientOptions {
  /**
   * A key from the dashboard's account settings: the text, or a function that fetches it.
   * @default the environment variable `TOPCALLS_API_KEY`
   * @example createTopcalls({ apiKey: async () => vault.read('topcalls') })
   */
  readonly apiKey?: Credential | undefined;
}

/** Nothing is documented: a careful start, settable. */
const STARTING_RATE = [{ limit: 2, perMs: 1_000 }];

export function readOptions(options: TopcallsOptions): {
  readonly apiKey: Credential;
  readonly common: ResolvedOptions;
} {
  return {
    common: resolveOptions(options, {
      provider: 'topcalls',
      own: { apiKey: true },
      baseUrl: api.server,
      limits: STARTING_RATE,
    }),
    apiKey: requireCredential(options.apiKey ?? fromEnvironment('TOPCALLS_API_KEY'), {
      provider: 'topcalls',
      option: 'apiKey',
      variable: 'TOPCALLS_API_KEY',
      where: 'The TopCalls dashboard makes keys under account settings.',
    }),
  };
}
