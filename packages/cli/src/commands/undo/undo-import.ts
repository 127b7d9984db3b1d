import { leadCount, openUndo, Reasons, type RemovedLead, type Undo } from '@leadwire/importer';
import { clean, Fault } from '@leadwire/importer/errors';
import { importContext, terminalQuestions } from '../../import-context.ts';
import { EXIT, type ExitCode, type Io } from '../../io.ts';
import { findLedgers, onlyLedger, type WhichLedger } from '../../ledger/find-ledgers.ts';
import { confirm } from '../../output/confirm.ts';
import { countLine, Printer } from '../../output/printer.ts';

export interface UndoFlags extends WhichLedger {
  readonly yes?: boolean | undefined;
  readonly json?: boolean | undefined;
}

/** Removes at the provider what an import of a file created; asks first. */
export async function undoImport(file: string, flags: UndoFlags, io: Io): Promise<ExitCode> {
  const command = ['undo', file, ...(flags.ledger === undefined ? [] : ['--ledger', flags.ledger])].join(' ');
  const found = onlyLedger(await findLedgers(file, flags, io.env), command);
  const { path, run, changed } = found;
  if (run === undefined)
    throw new Fault(`${path} has no record of which rows of ${file} an import created.`, {
      hints: [
        'It was written by an earlier version, or the record beside it is missing: remove the leads at the provider.',
      ],
    });
  const questions = terminalQuestions(io, flags.json === true);
  const context = importContext(io, (notice) => io.stderr.write(`${notice}\n`), questions);
  const isAccountNamed = Boolean(flags.account || io.env.LEADWIRE_ACCOUNT);
  const undo = await openUndo({ recorded: { path, run, changed }, file, isAccountNamed, context });
  try {
    if (flags.yes !== true) await ask(undo, io);
    return await removeAll(undo, flags, io);
  } finally {
    undo.close();
  }
}

async function ask({ target, count }: Undo, io: Io): Promise<void> {
  const leads = leadCount(count);
  const question = `Remove ${leads} that this import created from ${target.name} ${target.account}? Calls that were made cannot be undone.`;
  const answer = await confirm(question, io);
  if (answer === undefined)
    throw new Fault(`This removes ${leads} from ${target.name}.`, { hints: ['Add --yes to remove them.'] });
  if (!answer) throw new Fault('Nothing was removed.');
}

async function removeAll(undo: Undo, flags: UndoFlags, io: Io): Promise<ExitCode> {
  const out = new Printer(io.stdout);
  const failed = new Reasons();
  const done = new Map<string, number>();
  let [removed, failures] = [0, 0];
  for await (const lead of undo.remove()) {
    const { row, result } = lead;
    if (result.ok) {
      removed++;
      done.set(result.value.how, (done.get(result.value.how) ?? 0) + 1);
    } else {
      failures++;
      failed.add(result.error.kind, clean(result.error.message), row);
    }
    if (flags.json) out.json(asJson(lead));
    await out.ready();
  }
  const summary = { type: 'summary', rows: undo.count, removed, failed: failures };
  for (const line of flags.json ? [JSON.stringify(summary)] : summarize(done, failed)) out.line(line);
  await out.end();
  if (removed + failures < undo.count) return EXIT.stopped;
  return failures > 0 ? EXIT.someRowsFailed : EXIT.done;
}

const asJson = ({ row, id, result }: RemovedLead): object => ({
  type: 'row',
  row,
  id,
  undone: result.ok ? result.value.how : undefined,
  reason: result.ok ? undefined : result.error.message,
});

const summarize = (done: ReadonlyMap<string, number>, failed: Reasons): string[] => [
  ...[...done].map(([how, count]) => countLine(count, how.replaceAll('-', ' '))),
  ...failed.lines('           '),
  ...(done.size > 0 ? ['The same import does not send them again: --import-id does.'] : []),
];
