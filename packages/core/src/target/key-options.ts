import type { OptionNames } from '../known-options.ts';
import type { GeneratedApi } from '../operation.ts';
import type { ClientOptions, ResolvedOptions } from '../options.ts';
import { type OptionDefaults, resolveOptions } from '../resolve-options.ts';
import { type Credential, fromEnvironment, requireCredential } from '../transport/credentials.ts';
import type { CredentialSet } from './destination.ts';

/** The options of a client that has one credential. */
export interface KeyOptions {
  readonly credential: Credential;
  readonly common: ResolvedOptions;
}

interface KeyDefaults extends Pick<OptionDefaults, 'limits' | 'bucketLimits'> {
  readonly api: Pick<GeneratedApi, 'name' | 'server'>;
  /** The option that holds the credential, and the environment variable. */
  readonly option: string;
  readonly variable: string;
  /** Where the vendor shows it, in a sentence. */
  readonly where: string;
}

/**
 * Reads the options of a client that has one credential, given or in the environment.
 * @throws LeadwireError of kind `misconfigured` where the credential is missing or an option cannot work
 */
export function readKeyOptions<Options extends ClientOptions>(
  options: Options,
  given: Credential | undefined,
  { api, option, variable, where, ...rates }: KeyDefaults,
): KeyOptions {
  const own = { [option]: true } as OptionNames<Omit<Options, keyof ClientOptions>>;
  const common = resolveOptions(options, { provider: api.name, own, baseUrl: api.server, ...rates });
  const say = { provider: api.name, option, variable, where };
  return { credential: requireCredential(given ?? fromEnvironment(variable), say), common };
}

/** The credentials of a destination that needs one environment variable. */
export const secretVariables = (variable: string, where: string): CredentialSet => ({
  ids: [],
  secrets: [[{ variable, where }]],
});
