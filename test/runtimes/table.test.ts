import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readResults, tableOf } from './table.ts';

test('the README shows the results of the last run in every runtime, as they are', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  expect(readme).toContain(tableOf(readResults()));
});
