import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { openPostgres, type TestDatabase } from '@leadwire/testing';
import { afterAll, describe, expect, test } from 'vitest';

const started = await openPostgres();
const ENTRY = fileURLToPath(new URL('./fixtures/enqueue-many.ts', import.meta.url));

const ROWS = 5_000;
/** The leads are 200 MB of text. */
const HEAP_MB = 80;

describe.skipIf('missing' in started)('memory', () => {
  const postgres = started as TestDatabase;
  afterAll(() => postgres.stop());

  test('enqueueing holds one batch: leads of more than twice the heap are enqueued', { timeout: 120_000 }, async () => {
    const flags = [`--max-old-space-size=${HEAP_MB}`, '--conditions=leadwire-source', ENTRY];
    const args = [postgres.connectionString, `memory_test_${process.pid}`, String(ROWS)];
    const { stdout } = await promisify(execFile)(process.execPath, [...flags, ...args]);
    expect(JSON.parse(stdout)).toEqual({ rows: ROWS, enqueued: ROWS, known: 0, rejected: 0 });
  });
});
