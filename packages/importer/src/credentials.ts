import type { CredentialSet, CredentialVariable } from '@leadwire/core/provider';
import { Fault } from './fault.ts';

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Values by the name of their variable.
 * @param dry - nothing is sent: made-up values take the place of what is missing
 * @throws Fault that names the missing variables and where the vendor shows them
 */
export function readCredentials(
  env: Environment,
  { ids, secrets }: CredentialSet,
  dry: boolean,
): ReadonlyMap<string, string> {
  const complete = secrets.find((set) => set.every(({ variable }) => env[variable]));
  const begun = secrets.find((set) => set.some(({ variable }) => env[variable]));
  const wanted = [...ids, ...(complete ?? begun ?? secrets.at(-1) ?? [])];
  const missing = wanted.filter(({ variable }) => !env[variable]);
  if (missing.length > 0 && !dry) throw notSet(missing, secrets);
  return new Map(
    wanted.map(({ variable, standIn = 'simulated' }) => [variable, env[variable] || (dry ? standIn : '')]),
  );
}

function notSet(missing: readonly CredentialVariable[], secrets: CredentialSet['secrets']): Fault {
  const names = missing.map(({ variable }) => variable);
  const others = secrets.filter((set) => !set.some((each) => missing.includes(each)) && secrets.length > 1);
  return new Fault(`${names.join(' and ')} ${names.length > 1 ? 'are' : 'is'} not set.`, {
    hints: [
      ...new Set(missing.map(({ where }) => where)),
      ...others.flatMap((set) => set.map(({ variable, where }) => `Or set ${variable}: ${where}`)),
      `Set ${names.length > 1 ? 'them' : 'it'}: ${names.map((name) => `export ${name}=…`).join('; ')}`,
      'Or keep it in a file: node --env-file=.env "$(command -v leadwire)" …',
    ],
  });
}
