import { EXIT, type ExitCode } from '../../exit-codes.ts';
import { formatSeconds } from '../../output/duration.ts';
import type { Style } from '../../output/printer.ts';
import { formatRate } from '../../output/progress.ts';
import type { RowLog } from '../../rows/row-log.ts';
import type { Ended } from './send-rows.ts';

export interface ImportFacts {
  readonly ended: Ended;
  readonly code: ExitCode;
  readonly seconds: number;
  readonly path: string;
  readonly report: string | undefined;
}

const COLOURS = { rejected: 'red', parked: 'red', duplicate: 'yellow' } as const;
const INDENT = '             ';

/** What a run came to, for a person. */
export function summarizeImport(
  log: RowLog,
  { ended, code, seconds, path, report }: ImportFacts,
  style: Style,
): string[] {
  const { tally } = log;
  const line = (count: number, text: string): string => `${count.toLocaleString('en').padStart(9)}  ${text}`;
  const reasons = { rejected: log.rejected, parked: log.parked, duplicate: log.duplicates } as const;
  const advice = [
    ...(ended.replayed > 0
      ? [`An earlier run had done ${ended.replayed.toLocaleString('en')} of them; they were not sent again.`]
      : []),
    ...(ended.refusedBefore > 0
      ? [
          `The provider refused ${ended.refusedBefore.toLocaleString('en')} of those: --retry-rejected sends them again.`,
        ]
      : []),
    ...(tally.counts.parked > 0 ? [`Nobody knows whether the parked ones arrived: leadwire parked ${path}`] : []),
    ...(ended.stopped === 'hopeless'
      ? ['Nothing goes through, so it was stopped. Check the reason above, the flags of --to, and --base-url.']
      : []),
    ...(code === EXIT.stopped
      ? ['Stopped before the end. Run it again to go on: what was sent is not sent again.']
      : []),
    ...(report === undefined
      ? []
      : [`What became of each row${code === EXIT.stopped ? ' so far' : ''} is in ${report}.`]),
  ];
  return [
    '',
    line(
      tally.rows,
      style('bold', `rows in ${formatSeconds(seconds)} (${formatRate(tally.rows / Math.max(seconds, 0.001))}/s)`),
    ),
    ...tally.occurred().flatMap(([outcome, count]) => {
      const colour = outcome in COLOURS ? COLOURS[outcome as keyof typeof COLOURS] : 'green';
      const why = outcome in reasons ? reasons[outcome as keyof typeof reasons].lines(INDENT) : [];
      return [line(count, style(colour, outcome)), ...why];
    }),
    ...(log.remarks.isEmpty ? [] : ['', 'Of those that arrived:', ...log.remarks.lines(INDENT)]),
    ...(advice.length === 0 ? [] : ['', ...advice]),
  ];
}
