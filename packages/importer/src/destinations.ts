import type {
  CredentialSet,
  CredentialVariable,
  Destination,
  DestinationOption,
  OpenContext,
  OpenedDestination,
} from '@leadwire/core/provider';
import { Fault, setVariable } from './fault.ts';

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Ways for leads into providers, by the name that a user gives them: `topcalls`, `telecrm-async`. */
export type Registry = Readonly<Record<string, Destination>>;

/** List, campaign or team of a destination, by the name of its option: `{ listId: '3c90…' }`. */
export type DestinationValues = Readonly<Record<string, string | number | boolean | undefined>>;

export interface OpenDestinationOptions {
  readonly options: DestinationValues;
  readonly client: OpenContext['client'];
  /** Holds the credentials. */
  readonly env: Environment;
  /** Nothing is sent: credentials and ids that are missing are made up. */
  readonly dry: boolean;
}

/**
 * The destination of that name.
 * @throws Fault where the registry has none
 */
export function destinationNamed(registry: Registry, name: string): Destination {
  const found = Object.hasOwn(registry, name) ? registry[name] : undefined;
  if (found !== undefined) return found;
  throw new Fault(`There is no destination ${name}.`, { hints: [`There are ${Object.keys(registry).join(', ')}.`] });
}

/**
 * Opens the destination of that name.
 * @throws Fault that says which option or variable is missing
 */
export async function openDestination(
  registry: Registry,
  name: string,
  { options, client, env, dry }: OpenDestinationOptions,
): Promise<OpenedDestination & { readonly credential: string }> {
  const destination = destinationNamed(registry, name);
  const { credentials } = destination;
  const filled: Record<string, unknown> = { ...options };
  for (const [option, { flag, needed }] of Object.entries<DestinationOption>(destination.options)) {
    if (filled[option] === undefined && dry) filled[option] = needed?.standIn;
    if (filled[option] !== undefined || needed === undefined) continue;
    throw new Fault(`--to ${name} needs ${flag.replace(/<(\w+)>/, (_, word: string) => word.toUpperCase())}.`, {
      hints: [`It is ${needed.meaning}; the dashboard shows its id.`],
    });
  }
  const values = readCredentials(env, credentials, dry);
  const opened = await destination.open({
    client,
    options: filled,
    secret: (variable) => values.get(variable) ?? '',
    has: (variable) => values.has(variable),
  });
  const secrets = credentials.secrets.flat().flatMap(({ variable }) => values.get(variable) ?? []);
  return { ...opened, credential: secrets.join('\n') };
}

/**
 * Values by the name of their variable.
 * @param dry - nothing is sent: made-up values take the place of what is missing
 * @throws Fault that names the missing variables and where the vendor shows them
 */
function readCredentials(env: Environment, { ids, secrets }: CredentialSet, dry: boolean): ReadonlyMap<string, string> {
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
      `Set ${names.length > 1 ? 'them' : 'it'}: ${names.map((name) => setVariable(name, '…')).join('; ')}`,
      ...(process.platform === 'win32'
        ? []
        : ['Or keep it in a file: node --env-file=.env "$(command -v leadwire)" …']),
    ],
  });
}
