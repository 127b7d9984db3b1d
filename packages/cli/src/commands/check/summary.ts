import type { LeadTarget } from '@leadwire/core';
import { formatSeconds, type RowLog } from '@leadwire/importer';
import type { Style } from '../../output/printer.ts';
import { countLine } from '../../output/text.ts';
import type { Found } from '../../rows/judge-for-target.ts';

export interface CheckFacts {
  readonly found: Found;
  readonly target: LeadTarget | undefined;
  readonly seconds: number;
  /** A doubt about the file stops an import. */
  readonly isDoubtful: boolean;
}

const INDENT = '             ';

/** What an import would do, as lines of text. */
export function summarizeCheck(
  log: RowLog,
  { found, target, seconds, isDoubtful }: CheckFacts,
  style: Style,
): string[] {
  const { ready, rows, counts, skipped } = log.tally;
  return [
    '',
    countLine(rows, style('bold', 'rows')),
    countLine(
      ready,
      isDoubtful ? style('yellow', 'can be sent once the question above is answered') : style('green', 'can be sent'),
    ),
    ...found.warnings.lines(INDENT),
    ...(counts.duplicate === 0 ? [] : [countLine(counts.duplicate, style('yellow', 'repeat an earlier row'))]),
    ...log.reasons.duplicate.lines(INDENT),
    ...(skipped === 0 ? [] : [countLine(skipped, style('yellow', 'are left out'))]),
    ...log.reasons.skipped.lines(INDENT),
    ...(counts.rejected === 0 ? [] : [countLine(counts.rejected, style('red', 'cannot be sent'))]),
    ...log.reasons.rejected.lines(INDENT),
    ...(found.unsupported.isEmpty
      ? []
      : ['', `Not supported by ${target?.name ?? 'the destination'}:`, ...found.unsupported.lines(INDENT)]),
    ...(rows === 0 ? ['', 'The file has no rows below its header.'] : []),
    '',
    style('dim', `Nothing was sent. ${formatSeconds(seconds)}.`),
  ];
}
