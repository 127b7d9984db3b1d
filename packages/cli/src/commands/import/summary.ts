import { type Ended, formatSeconds, type RowLog } from '@leadwire/importer';
import { EXIT, type ExitCode } from '../../exit-codes.ts';
import type { Style } from '../../output/printer.ts';
import { formatRate } from '../../output/progress.ts';
import { countLine } from '../../output/text.ts';

export interface ImportFacts {
  readonly ended: Ended;
  readonly code: ExitCode;
  readonly seconds: number;
  readonly path: string;
  readonly report: string | undefined;
}

const COLOURS = { rejected: 'red', parked: 'red', open: 'yellow', duplicate: 'yellow', skipped: 'yellow' } as const;
const INDENT = '             ';

/** The summary of a run, as lines of text. */
export function summarizeImport(
  log: RowLog,
  { ended, code, seconds, path, report }: ImportFacts,
  style: Style,
): string[] {
  const { tally } = log;
  const { reasons } = log;
  const advice = [
    ...(tally.rows === 0 && code !== EXIT.stopped && code !== EXIT.usage
      ? [`${path} has no rows below its header.`]
      : []),
    ...(ended.replayed > 0
      ? [`${ended.replayed.toLocaleString('en')} rows have an outcome from an earlier run and were not sent again.`]
      : []),
    ...(ended.refusedBefore > 0
      ? [
          `The provider rejected ${ended.refusedBefore.toLocaleString('en')} of those: --retry-rejected sends them again.`,
        ]
      : []),
    ...(tally.counts.parked > 0
      ? [`Parked rows may or may not have arrived, and need a look-up: leadwire parked ${path}`]
      : []),
    ...(ended.stopped === 'hopeless'
      ? [
          'Stopped after 100 consecutive failures. Check the reason above, the options of the destination, and --base-url.',
        ]
      : []),
    ...(code === EXIT.stopped
      ? ['The import is not complete. Run the command again to resume: what was sent is not sent again.']
      : []),
    ...(report === undefined
      ? []
      : [`The outcome of each row${code === EXIT.stopped ? ' so far' : ''} is in ${report}.`]),
  ];
  return [
    '',
    countLine(
      tally.rows,
      style('bold', `rows in ${formatSeconds(seconds)} (${formatRate(tally.rows / Math.max(seconds, 0.001))}/s)`),
    ),
    ...tally.occurred().flatMap(([outcome, count]) => {
      const colour = outcome in COLOURS ? COLOURS[outcome as keyof typeof COLOURS] : 'green';
      const why = outcome in reasons ? reasons[outcome as keyof typeof reasons].lines(INDENT) : [];
      return [countLine(count, style(colour, outcome === 'open' ? 'open (not sent yet)' : outcome)), ...why];
    }),
    ...(log.remarks.isEmpty ? [] : ['', 'Of those that arrived:', ...log.remarks.lines(INDENT)]),
    ...(advice.length === 0 ? [] : ['', ...advice]),
  ];
}
