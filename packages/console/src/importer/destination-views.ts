import type { CredentialVariable, DestinationOption } from '@leadwire/core/provider';
import {
  clientOptions,
  type DestinationValues,
  destinationNamed,
  type Environment,
  openDestination,
  type Registry,
} from '@leadwire/importer';
import { describeError, Fault } from '@leadwire/importer/errors';
import type { Choice, ChoicesView, CredentialView, DestinationChoice, DestinationView } from '../api/destination.ts';

/** Addresses to use in place of the providers' own, by destination. */
export type BaseUrls = Readonly<Record<string, string | undefined>>;

export function destinationViews(registry: Registry, env: Environment, baseUrls: BaseUrls): DestinationView[] {
  const toCredential = ({ variable, where }: CredentialVariable): CredentialView => ({
    variable,
    where,
    isSet: Boolean(env[variable]),
  });
  return Object.entries(registry).map(([name, { callsAtOnce, credentials, options }]) => {
    return {
      name,
      callsAtOnce,
      ids: credentials.ids.map(toCredential),
      secrets: credentials.secrets.map((set) => set.map(toCredential)),
      options: Object.entries<DestinationOption>(options).map(([option, { text, value, needed }]) => ({
        name: option,
        text: text.replace(/^[\w-]+: /, ''),
        value,
        isNeeded: needed !== undefined,
        preset: baseUrls[name] === undefined ? undefined : needed?.standIn,
      })),
      baseUrl: baseUrls[name],
    };
  });
}

/**
 * What was chosen or typed, as the flags would give it; what is empty is left out.
 * @throws Fault where a number is not one
 */
export function toDestinationValues(
  options: Readonly<Record<string, DestinationOption>>,
  given: DestinationChoice['options'],
): DestinationValues {
  const known = Object.entries(options);
  const read = known.flatMap(([name, { value, text }]) => {
    const typed = given[name];
    if (typed === undefined || typed === '' || typed === false) return [];
    if (value !== 'number') return [[name, typed]];
    if (!/^[1-9]\d{0,14}$/.test(String(typed)))
      throw new Fault(`${text}: ${String(typed)} is not a number above 0.`, {
        hints: ['Write it as the dashboard shows it.'],
      });
    return [[name, Number(typed)]];
  });
  return Object.fromEntries(read) as DestinationValues;
}

export interface ChoicesQuestion {
  readonly registry: Registry;
  readonly to: string;
  readonly baseUrl: string | undefined;
  readonly env: Environment;
}

/** Lists, campaigns, teams and sources, read from the provider: none of them is chosen yet, so made-up ones open it. */
export async function readChoices({ registry, to, baseUrl, env }: ChoicesQuestion): Promise<ChoicesView> {
  const asked = Object.entries<DestinationOption>(destinationNamed(registry, to).options);
  try {
    const options = Object.fromEntries(asked.map(([name, { needed }]) => [name, needed?.standIn]));
    const client = clientOptions({ baseUrl });
    const { choices = {} } = await openDestination(registry, to, { options, client, env, dry: false });
    const read = Object.entries(choices).map(
      async ([name, list]): Promise<[string, readonly Choice[]]> => [name, await list()],
    );
    return { choices: Object.fromEntries(await Promise.all(read)), problem: undefined };
  } catch (error) {
    const problem = describeError(error);
    if (problem === undefined) throw error;
    return { choices: {}, problem: { message: problem.message, hints: problem.hints } };
  }
}
