import type { Story } from './import-story.ts';

const HEAD = [
  'provider',
  'created',
  'queued',
  'already there',
  'partial',
  'twice in file',
  'refused',
  'parked',
  'requests',
  'time',
];

/** One line a provider, and below it why rows were refused. */
export function table(stories: readonly Story[]): string {
  const rows = stories.map(({ destination, ms, summary }) => {
    const { accepted, created, duplicate, existed, parked, partial, rejected } = summary;
    const requests = destination.live ? '' : requestsAt(destination);
    const counts = [created, accepted, existed, partial, duplicate, rejected, parked, requests];
    return [
      destination.title + (destination.live ? ' (live)' : ''),
      ...counts.map(String),
      `${(ms / 1000).toFixed(1)} s`,
    ];
  });
  const widths = HEAD.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ');
  const told = Map.groupBy(
    stories,
    ({ reasons }) => [...reasons].map(([reason, count]) => `${count} ${reason}`).join(', ') || 'none',
  );
  const reasons = [...told].map(
    ([why, same]) => `  ${same.map(({ destination }) => destination.title).join(', ')}:\n    ${why}`,
  );
  return [
    line(HEAD),
    widths.map((width) => '-'.repeat(width)).join('  '),
    ...rows.map(line),
    '',
    'Refused, by reason:',
    ...reasons,
  ].join('\n');
}

const requestsAt = ({ provider, simulators }: Story['destination']): number =>
  simulators.requests.filter((request) => request.provider === provider).length;
