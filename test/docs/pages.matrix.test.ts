import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { startPostgres } from '@leadwire/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeReadersFolder, PAGES } from './pages.ts';
import { runPage } from './run-page.ts';

// Every block of the documentation is run, as a reader would, against the simulators; its `text` blocks are what was printed.

let home: string;
let postgres: { connectionString: string; stop(): Promise<void> };
beforeAll(async () => {
  home = makeReadersFolder();
  const started = await startPostgres();
  if ('missing' in started) throw new Error(started.missing);
  postgres = started;
}, 120_000);
afterAll(async () => {
  await postgres.stop();
  rmSync(home, { recursive: true, force: true });
});

test.each(PAGES)('$path comes out as it says', async ({ blocks, folder }) => {
  const given = { DATABASE_URL: postgres.connectionString };
  expect(await runPage(blocks, join(home, folder), given)).toEqual([]);
});
