import type { Story } from './import-story.ts';

const HEAD = 'provider,created,queued,already there,partial,twice in file,refused,parked,requests'.split(',');

/** One line a provider, and below it why rows were refused. */
export function table(stories: readonly Story[]): string {
  const rows = stories.map(({ destination: { live, provider, simulators, to }, summary }) => {
    const { accepted, created, duplicate, existed, parked, partial, rejected } = summary;
    const requests = simulators.requests.filter((request) => request.provider === provider).length;
    const counts = [created, accepted, existed, partial, duplicate, rejected, parked, live ? '' : requests];
    return [to + (live ? ' (live)' : ''), ...counts.map(String)];
  });
  const widths = HEAD.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = ([first = '', ...cells]: readonly string[]) =>
    [first.padEnd(widths[0] ?? 0), ...cells.map((cell, at) => cell.padStart(widths[at + 1] ?? 0))].join('  ');
  const reasons = [...Map.groupBy(stories, (story) => story.reasons)].map(
    ([why, same]) => `  ${same.map(({ destination }) => destination.to).join(', ')}:\n    ${why}`,
  );
  const ruler = widths.map((width) => '-'.repeat(width)).join('  ');
  return [line(HEAD), ruler, ...rows.map(line), '', 'Refused, by reason:', ...reasons].join('\n');
}
