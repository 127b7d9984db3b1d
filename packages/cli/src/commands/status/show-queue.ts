import { formatSeconds } from '@leadwire/importer';
import { type ImportStatus, status } from '@leadwire/queue';
import { EXIT, type ExitCode, type Io } from '../../io.ts';
import { countWithReasons, Printer, type Style, styleFor } from '../../output/printer.ts';
import { type QueueFlags, queueOptions } from '../../queue-options.ts';

/** Prints the progress of every import of a queue. */
export async function showQueue(
  flags: QueueFlags & { readonly json?: boolean | undefined },
  io: Io,
): Promise<ExitCode> {
  const out = new Printer(io.stdout);
  const style = styleFor(io.stdout, io.env);
  const imports = await status(queueOptions(flags, io.env));
  for (const each of imports) {
    if (flags.json) out.json({ type: 'import', ...each });
    else for (const line of inWords(each, style)) out.line(line);
  }
  if (flags.json) out.json(summaryOf(imports));
  else if (imports.length === 0) out.line('Nothing was enqueued in this database.');
  await out.end();
  return EXIT.done;
}

function summaryOf(imports: readonly ImportStatus[]): object {
  const sum = (of: (each: ImportStatus) => number): number => imports.reduce((total, each) => total + of(each), 0);
  return {
    type: 'summary',
    imports: imports.length,
    rows: sum(({ rows }) => rows),
    open: sum(({ open }) => open),
    confirmed: sum(({ states }) => states.confirmed),
    duplicate: sum(({ states }) => states.duplicate),
    rejected: sum(({ invalid, states }) => invalid + states.rejected),
    parked: sum(({ parked }) => parked),
  };
}

function inWords(
  { importId, invalid, isEnqueued, open, parked, perMinute, states, target, timeLeftMs }: ImportStatus,
  style: Style,
): string[] {
  const left = timeLeftMs === undefined ? '' : `, ${formatSeconds(timeLeftMs / 1000)} left`;
  return [
    `${style('bold', importId ?? 'accepted leads')}  ${style('dim', `to ${target}`)}`,
    ...countWithReasons(states.confirmed, style('green', 'there')),
    ...countWithReasons(states.duplicate, 'duplicate'),
    ...countWithReasons(states.rejected + invalid, style('red', 'rejected')),
    ...countWithReasons(parked, `${style('red', 'parked')}   a person must look: leadwire parked --database-url …`),
    ...countWithReasons(open, `to be sent, ${perMinute.toLocaleString('en')} a minute${left}`),
    ...(isEnqueued ? [] : ['           not enqueued to its end: run the enqueue again']),
  ];
}
