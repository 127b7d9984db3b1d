import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  earlierLedgerPath,
  hashFile,
  isSqliteFile,
  ledgersIn,
  type Run,
  RunStore,
  stateFolder,
} from '@leadwire/importer';
import { Fault } from '@leadwire/importer/errors';
import { fileLedger } from 'leadwire/file-ledger';
import { bareFlag, type DestinationName, type DestinationOptions, destinationOptions } from '../destinations.ts';
import type { Io } from '../io.ts';

/** A ledger, and the run in it that a file was asked for by; without a run all of the ledger is meant. */
export interface FoundLedger {
  readonly path: string;
  readonly run: Run | undefined;
  /** The file holds something else than when it was imported. */
  readonly changed: boolean;
}

/** The flags that tell apart destinations that one file was imported to. */
export interface WhichLedger extends DestinationOptions {
  readonly to?: DestinationName | undefined;
  readonly account?: string | undefined;
  readonly ledger?: string | undefined;
}

/**
 * The ledgers that know a file: the one that was named, the file itself, those of the destinations that it was imported to, or
 * the one that an earlier version kept beside it. Without a file all default ledgers.
 * @param file - the file that was imported, or a ledger
 * @throws Fault where there is none
 */
export async function findLedgers(
  file: string | undefined,
  which: WhichLedger,
  env: Io['env'],
): Promise<FoundLedger[]> {
  const found = which.ledger === undefined ? await ledgersOf(file, env) : await ledgerNamed(which.ledger, file);
  const wanted = Object.entries({ account: which.account, ...destinationOptions(which) }).filter(([, value]) => value);
  if (which.to === undefined && wanted.length === 0) return found;
  const fitting = found.filter(({ run }) => run !== undefined && isTo(run, which.to, wanted));
  if (fitting.length > 0) return fitting;
  throw new Fault(`${file ?? 'A file'} was not imported there.`, {
    hints: [
      ...(file === undefined ? ['Name the file that was imported.'] : []),
      ...found.map((each) => `It was imported with ${flagsOf(each)}`),
    ],
  });
}

function isTo({ destination }: Run, to: string | undefined, wanted: readonly (readonly [string, unknown])[]): boolean {
  const { account, options } = destination;
  const flags: Readonly<Record<string, unknown>> = { account, ...options };
  return (to === undefined || destination.to === to) && wanted.every(([name, value]) => flags[name] === value);
}

/** `--to topcalls --list-id …`. */
function flagsOf({ path, run }: FoundLedger): string {
  if (run === undefined) return `--ledger ${path}`;
  const { to, options } = run.destination;
  const given = Object.entries(options).filter(([, value]) => value !== undefined && value !== false);
  const flags = given.map(([name, value]) => [
    bareFlag(name as keyof DestinationOptions),
    ...(value === true ? [] : [String(value)]),
  ]);
  return [`--to ${to}`, ...flags.flat()].join(' ');
}

async function ledgerNamed(path: string, file: string | undefined): Promise<FoundLedger[]> {
  await checkLedger(path);
  const found = file === undefined ? [] : await runsIn(path, file);
  return found.length > 0 ? found : [all(path)];
}

async function ledgersOf(file: string | undefined, env: Io['env']): Promise<FoundLedger[]> {
  if (file === undefined) {
    const ledgers = ledgersIn(stateFolder(env));
    if (ledgers.length > 0) return ledgers.map(all);
    throw new Fault(`There is no ledger in ${stateFolder(env)}: nothing was imported yet.`, {
      hints: ['A ledger that an import was given is named with --ledger.', ...queueHint(env)],
    });
  }
  if (await isLedger(file)) {
    await checkLedger(file);
    return [all(file)];
  }
  const found: FoundLedger[] = [];
  for (const path of ledgersIn(stateFolder(env))) found.push(...(await runsIn(path, file)));
  if (found.length > 0) return found;
  if (existsSync(earlierLedgerPath(file))) return [all(earlierLedgerPath(file))];
  throw new Fault(`${file} was not imported with a default ledger.`, {
    hints: [
      `The default ledgers are in ${stateFolder(env)}.`,
      'Name the ledger of the import with --ledger.',
      ...queueHint(env),
    ],
  });
}

/** A database is named for `enqueue` and `worker`, and is asked only where a flag says so: a file may have been imported both ways. */
const queueHint = ({ DATABASE_URL }: Io['env']): string[] =>
  DATABASE_URL ? ['What was enqueued is shown with --database-url "$DATABASE_URL".'] : [];

/**
 * The only one of them; a file that was imported to several destinations has several.
 * @param command - with the flags that were given, for the hint
 */
export function onlyLedger(found: readonly FoundLedger[], command: string): FoundLedger {
  const [first, ...others] = found;
  if (first !== undefined && others.length === 0) return first;
  const flags = found.map(flagsOf);
  throw new Fault('The file was imported to several destinations.', {
    hints: found.map(({ path, run }, index) => {
      const own = flags[index] ?? '';
      const hint = `leadwire ${command} ${own}`;
      if (run === undefined || flags.indexOf(own) === flags.lastIndexOf(own)) return hint;
      // The same flags with two accounts, or with two addresses, whose ledgers are two files.
      const account = `${hint} --account ${run.destination.account}`;
      return command.includes(' --ledger ') ? account : `${account} --ledger ${path}`;
    }),
  });
}

/** Throws what is wrong with it. */
const checkLedger = (path: string): Promise<void> => fileLedger(path, { readOnly: true }).close();

const all = (path: string): FoundLedger => ({ path, run: undefined, changed: false });

/** The newest run of a file to each destination that a ledger holds. */
async function runsIn(path: string, file: string): Promise<FoundLedger[]> {
  const runs = RunStore.openIfThere(path);
  if (runs === undefined) return [];
  try {
    const hash = await hashFile(file);
    return runs.newestRuns(hash, resolve(file)).map((run) => ({
      path,
      run,
      changed: run.fileHash !== undefined && hash !== undefined && run.fileHash !== hash,
    }));
  } finally {
    runs.close();
  }
}

async function isLedger(path: string): Promise<boolean> {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isFile() !== true) return false;
  return (found.size === 0 && path.endsWith('.leadwire')) || isSqliteFile(path);
}
