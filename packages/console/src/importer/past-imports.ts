import { basename } from 'node:path';
import { Writable } from 'node:stream';
import type { PastImport } from '@leadwire/console';
import { openDestination } from '../../destinations.ts';
import type { Io } from '../../io.ts';
import { type Run, RunStore } from '../../ledger/run-store.ts';
import { defaultLedgers } from '../../ledger/state-folder.ts';
import { Fault } from '../../output/fault.ts';
import { undoImport } from '../undo/undo-import.ts';

const MOST_RUNS = 50;

/** The newest imports that the ledgers of this machine know. */
export async function pastImports(env: Io['env']): Promise<PastImport[]> {
  const found: PastImport[] = [];
  for (const ledger of defaultLedgers(env)) {
    const runs = RunStore.openIfThere(ledger);
    try {
      for (const { counts, ...run } of runs?.history(MOST_RUNS) ?? []) {
        const { filePath, startedAt, destination } = run;
        const { to, account } = destination;
        const about = { id: `${basename(ledger)}#${run.id}`, file: basename(filePath), to, account, startedAt };
        found.push({ ...about, counts, canUndo: (counts.created ?? 0) > 0 && (await canRemove(run, env)) });
      }
    } finally {
      runs?.close();
    }
  }
  return found.toSorted((one, other) => other.startedAt - one.startedAt).slice(0, MOST_RUNS);
}

async function canRemove({ destination: { to, options } }: Run, env: Io['env']): Promise<boolean> {
  const { target } = await openDestination(to, { options, client: {}, env, dry: true });
  return target.undo !== undefined;
}

/** Removes what an import created, as `leadwire undo FILE --yes` does; resolves to what it printed. */
export async function undoPast(id: string, io: Io): Promise<string> {
  const [name, run] = id.split('#');
  const ledger = defaultLedgers(io.env).find((path) => basename(path) === name);
  const runs = ledger === undefined ? undefined : RunStore.openIfThere(ledger);
  const found = runs?.history(MOST_RUNS).find((each) => String(each.id) === run);
  runs?.close();
  if (found === undefined) throw new Fault('This import is not in a ledger any more.');
  const said: string[] = [];
  const stdout = new Writable({
    write(chunk: Buffer, _encoding, done) {
      said.push(chunk.toString());
      done();
    },
  });
  await undoImport(found.filePath, { ledger, yes: true }, { ...io, stdout, stderr: stdout });
  return said.join('').trim();
}
