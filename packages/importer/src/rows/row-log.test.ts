import { expect, test } from 'vitest';
import { RowLog } from './row-log.ts';

test('parked rows of one reason are one line, whatever each failed with', async () => {
  const log = new RowLog();
  const results = [
    ['parked 502', 'it is not known'],
    ['parked', 'it is not known'],
    ['parked', 'the look-up failed'],
  ] as const;
  for (const [index, [code, reason]] of results.entries())
    await log.add({ row: index + 2, cells: [] }, { outcome: 'parked', code, reason });
  expect(log.reasons.parked.lines('')).toEqual(['2  it is not known  (rows 2, 3)', '1  the look-up failed  (row 4)']);
});
