import { type Ended, formatSeconds, type RowLog } from '@leadwire/importer';
import { EXIT, type ExitCode } from '../../io.ts';
import { asArgument, countLine, countWithReasons, INDENT, type Style } from '../../output/printer.ts';
import { formatRate } from '../../output/progress.ts';

export interface ImportFacts {
  readonly ended: Ended;
  readonly code: ExitCode;
  readonly seconds: number;
  readonly path: string;
  readonly report: string | undefined;
}

const COLOURS = { rejected: 'red', parked: 'red', open: 'yellow', duplicate: 'yellow', skipped: 'yellow' } as const;

/** The summary of a run, as lines of text. */
export function summarizeImport(log: RowLog, facts: ImportFacts, style: Style): string[] {
  const { tally, reasons, remarks } = log;
  const { seconds } = facts;
  const advice = adviceOf(log, facts);
  return [
    '',
    countLine(
      tally.rows,
      style('bold', `rows in ${formatSeconds(seconds)} (${formatRate(tally.rows / Math.max(seconds, 0.001))}/s)`),
    ),
    ...tally.occurred().flatMap(([outcome, count]) => {
      const colour = outcome in COLOURS ? COLOURS[outcome as keyof typeof COLOURS] : 'green';
      const why = outcome in reasons ? reasons[outcome as keyof typeof reasons] : undefined;
      return countWithReasons(count, style(colour, outcome === 'open' ? 'open (not sent yet)' : outcome), why);
    }),
    ...(remarks.isEmpty ? [] : ['', 'Of those that arrived:', ...remarks.lines(INDENT)]),
    ...(advice.length === 0 ? [] : ['', ...advice]),
  ];
}

function adviceOf({ tally }: RowLog, { ended, code, path, report }: ImportFacts): string[] {
  const { replayed, refusedBefore, stopped } = ended;
  const isCutShort = code === EXIT.stopped;
  return [
    tally.rows === 0 && !isCutShort && code !== EXIT.usage && `${path} has no rows below its header.`,
    replayed > 0 &&
      `${inFigures(replayed)} ${replayed === 1 ? 'row has' : 'rows have'} an outcome from an earlier run and ${replayed === 1 ? 'was' : 'were'} not sent again.`,
    refusedBefore > 0 &&
      `The provider rejected ${inFigures(refusedBefore)} of those: --retry-rejected sends them again.`,
    tally.counts.parked > 0 &&
      `Parked rows may or may not have arrived, and need a look-up: leadwire parked ${asArgument(path)}`,
    stopped === 'hopeless' &&
      'Stopped after 100 consecutive failures. Check the reason above, the options of the destination, and --base-url.',
    isCutShort && 'The import is not complete. Run the command again to resume: what was sent is not sent again.',
    report !== undefined && `The outcome of each row${isCutShort ? ' so far' : ''} is in ${report}.`,
  ].filter((line) => line !== false);
}

const inFigures = (count: number): string => count.toLocaleString('en');
