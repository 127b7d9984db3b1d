import type { ClientOptions, Credential } from '@leadwire/core';
import { type KeyOptions, readKeyOptions } from '@leadwire/core/provider';
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
const limits = [{ limit: 2, perMs: 1_000 }];

export const readOptions = (options: TopcallsOptions): KeyOptions =>
  readKeyOptions(options, options.apiKey, {
    api,
    limits,
    option: 'apiKey',
    variable: 'TOPCALLS_API_KEY',
    where: 'The TopCalls dashboard makes keys under account settings.',
  });
