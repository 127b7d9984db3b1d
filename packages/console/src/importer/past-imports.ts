import { basename } from 'node:path';
import {
  hashFile,
  type ImportContext,
  ledgersIn,
  openDestination,
  openUndo,
  type RecordedRun,
  type Run,
  RunStore,
} from '@leadwire/importer';
import { Fault } from '@leadwire/importer/errors';
import type { PastImport } from '../api/state.ts';

const MOST_RUNS = 50;

/** The newest imports that the ledgers of this machine know. */
export async function pastImports(context: ImportContext): Promise<PastImport[]> {
  const found: PastImport[] = [];
  for (const ledger of ledgersIn(context.ledgerFolder)) {
    const runs = RunStore.openIfThere(ledger);
    try {
      for (const { counts, ...run } of runs?.history(MOST_RUNS) ?? []) {
        const { filePath, startedAt, destination } = run;
        const { to, account } = destination;
        const about = { id: `${basename(ledger)}#${run.id}`, file: basename(filePath), to, account, startedAt };
        found.push({ ...about, counts, canUndo: (counts.created ?? 0) > 0 && (await canRemove(run, context)) });
      }
    } finally {
      runs?.close();
    }
  }
  return found.toSorted((one, other) => other.startedAt - one.startedAt).slice(0, MOST_RUNS);
}

async function canRemove({ destination: { to, options } }: Run, { env, registry }: ImportContext): Promise<boolean> {
  if (!Object.hasOwn(registry, to)) return false;
  const { target } = await openDestination(registry, to, { options, client: {}, env, dry: true });
  return target.undo !== undefined;
}

/** Removes what an import created, where the provider can; resolves to what was done, in words. */
export async function undoPast(id: string, context: ImportContext): Promise<string> {
  const recorded = findRun(id, context.ledgerFolder);
  const { filePath, fileHash } = recorded.run;
  const changed = fileHash !== undefined && fileHash !== (await hashFile(filePath));
  const said: string[] = [];
  const onNotice = (text: string): void => void said.push(text);
  const undo = await openUndo({
    recorded: { ...recorded, changed },
    file: filePath,
    context: { ...context, onNotice },
  });
  const done = new Map<string, number>();
  try {
    for await (const { row, result } of undo.remove()) {
      if (result.ok) done.set(result.value.how, (done.get(result.value.how) ?? 0) + 1);
      else said.push(`Row ${row}: ${result.error.message}.`);
    }
  } finally {
    undo.close();
  }
  const counted = [...done].map(([how, count]) => `${count.toLocaleString('en')} ${how.replaceAll('-', ' ')}`);
  return [...counted, ...said].join('\n');
}

function findRun(id: string, folder: string): Omit<RecordedRun, 'changed'> {
  const [name, wanted] = id.split('#');
  const path = ledgersIn(folder).find((ledger) => basename(ledger) === name);
  const runs = path === undefined ? undefined : RunStore.openIfThere(path);
  const run = runs?.history(MOST_RUNS).find((each) => String(each.id) === wanted);
  runs?.close();
  if (path === undefined || run === undefined) throw new Fault('This import is not in a ledger any more.');
  return { path, run };
}
