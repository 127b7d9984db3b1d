import type { Choice, ChoicesView, CredentialView, DestinationChoice, DestinationView } from '@leadwire/console';
import type { CredentialVariable, DestinationOption } from '@leadwire/core/provider';
import { readCredentials } from '../../credentials.ts';
import { DESTINATION_NAMES, DESTINATIONS, type DestinationName, type DestinationOptions } from '../../destinations.ts';
import type { Io } from '../../io.ts';
import { describeError } from '../../output/explain.ts';
import { Fault } from '../../output/fault.ts';
import { clientOptions } from '../client-options.ts';

/** Addresses to use in place of the providers' own, by destination. */
export type BaseUrls = Readonly<Partial<Record<DestinationName, string>>>;

export function destinationViews(env: Io['env'], baseUrls: BaseUrls): DestinationView[] {
  const toCredential = ({ variable, where }: CredentialVariable): CredentialView => ({
    variable,
    where,
    isSet: Boolean(env[variable]),
  });
  return DESTINATION_NAMES.map((name) => {
    const { callsAtOnce, credentials, options } = DESTINATIONS[name];
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
      })),
      baseUrl: baseUrls[name],
    };
  });
}

/** @throws Fault where there is no such destination */
export function destinationNamed(name: string): DestinationName {
  const found = DESTINATION_NAMES.find((each) => each === name);
  if (found === undefined) throw new Fault(`There is no destination ${name}.`, { hints: ['Choose one of the list.'] });
  return found;
}

/**
 * What was chosen or typed, as the flags would give it; what is empty is left out.
 * @throws Fault where a number is not one
 */
export function toDestinationOptions(to: DestinationName, given: DestinationChoice['options']): DestinationOptions {
  const known = Object.entries<DestinationOption>(DESTINATIONS[to].options);
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
  return Object.fromEntries(read) as DestinationOptions;
}

/** Lists, campaigns, teams and sources, read from the provider. */
export async function readChoices(
  to: DestinationName,
  baseUrl: string | undefined,
  env: Io['env'],
): Promise<ChoicesView> {
  const { credentials, options, open } = DESTINATIONS[to];
  try {
    const values = readCredentials(env, credentials, false);
    const standIns = Object.entries<DestinationOption>(options).map(([name, { needed }]) => [name, needed?.standIn]);
    const { choices = {} } = await open({
      client: clientOptions({ baseUrl }),
      options: Object.fromEntries(standIns),
      secret: (variable) => values.get(variable) ?? '',
      has: (variable) => values.has(variable),
    });
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
