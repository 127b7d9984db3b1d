import { execFile } from 'node:child_process';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runCommand } from './testing.ts';

test('a stop while standard input has nothing yet is a stop, and not an empty file', async () => {
  const stop = new AbortController();
  const running = runCommand(['check', '-'], { stdin: new PassThrough(), signal: stop.signal });
  stop.abort();
  expect(await running).toMatchObject({ code: 3, stderr: 'leadwire: Stopped before standard input was read.\n' });
});

describe.skipIf(process.platform === 'win32')('a named pipe', () => {
  let folder = '';
  let pipe = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'leadwire-pipe-'));
    pipe = join(folder, 'leads.csv');
    await promisify(execFile)('mkfifo', [pipe]);
  });
  afterEach(() => rm(folder, { recursive: true }));

  test('is read as it is written', async () => {
    const running = runCommand(['check', pipe, '--json']);
    const writer = await open(pipe, 'w');
    await writer.write('Mobile\n+919876543210\n');
    await writer.write('+919876543211\n');
    await writer.close();
    expect((await running).json.at(-1)).toMatchObject({ rows: 2, ready: 2 });
  });

  test('whose writer says nothing is left at a stop', async () => {
    const stop = new AbortController();
    const running = runCommand(['check', pipe], { signal: stop.signal });
    const writer = await open(pipe, 'w');
    stop.abort();
    try {
      expect(await running).toMatchObject({ code: 3, stderr: `leadwire: Stopped before ${pipe} was read.\n` });
    } finally {
      await writer.close();
    }
  });
});
