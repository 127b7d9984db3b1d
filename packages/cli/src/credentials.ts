import type { Io } from './io.ts';
import { Fault } from './output/fault.ts';

interface Variable {
  /** Environment variable. */
  readonly variable: string;
  /** What it holds, and where the vendor shows it. */
  readonly where: string;
}

/** The environment variables that a destination reads. */
export interface CredentialSet {
  /** What names the account; not secret. */
  readonly ids: readonly Variable[];
  /** Alternatives; all variables of one of them must be set. */
  readonly secrets: readonly (readonly Variable[])[];
}

/**
 * Values by the name of their variable.
 * @param standIn - takes the place of what is missing, where nothing is sent
 * @throws Fault that names the missing variables and where the vendor shows them
 */
export function readCredentials(
  env: Io['env'],
  { ids, secrets }: CredentialSet,
  standIn: string | undefined,
): ReadonlyMap<string, string> {
  const complete = secrets.find((set) => set.every(({ variable }) => env[variable]));
  const begun = secrets.find((set) => set.some(({ variable }) => env[variable]));
  const wanted = [...ids, ...(complete ?? begun ?? secrets.at(-1) ?? [])];
  const missing = wanted.filter(({ variable }) => !env[variable]);
  if (missing.length > 0 && standIn === undefined) throw notSet(missing, secrets);
  return new Map(wanted.map(({ variable }) => [variable, env[variable] || (standIn ?? '')]));
}

function notSet(missing: readonly Variable[], secrets: CredentialSet['secrets']): Fault {
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

/** Part of the help of a command that reaches a provider. */
export function credentialsHelp(
  destinations: Readonly<Record<string, { readonly credentials: CredentialSet }>>,
): string {
  const width = Math.max(...Object.keys(destinations).map((name) => name.length));
  const lines = Object.entries(destinations).map(([name, { credentials }]) => {
    const ids = credentials.ids.map(({ variable }) => variable);
    const alternatives = credentials.secrets.map((set) => set.map(({ variable }) => variable).join(' with '));
    return `  ${name.padEnd(width)}  ${[...ids, alternatives.join(', or ')].join(', ')}`;
  });
  return `\nCredentials, read from the environment:\n${lines.join('\n')}`;
}
