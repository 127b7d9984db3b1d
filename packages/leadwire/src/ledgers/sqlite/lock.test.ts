import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Worker } from 'node:worker_threads';
import { isLeadwireError } from '@leadwire/core';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import { fileLedger } from './file-ledger.ts';
import { lockForWriting } from './lock.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'leadwire-lock-'));
  path = join(folder, 'leads.ledger');
});
afterEach(() => rmSync(folder, { recursive: true }));

const source = (file: string) => JSON.stringify(new URL(file, import.meta.url).href);
const FLAGS = ['--conditions=leadwire-source', '--no-warnings', '--input-type=module'];

function start(program: string) {
  const child = spawn(process.execPath, [...FLAGS, '-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

/** Lines that a program writes until it ends. */
async function outputOf(program: string): Promise<string> {
  const child = start(program);
  const [output] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  return output.trim();
}

const codeOf = (open: () => unknown): string | undefined => {
  try {
    open();
    return 'opened';
  } catch (error) {
    return isLeadwireError(error) ? error.code : String(error);
  }
};

/** Opens the ledger in its own process, and writes the code of its refusal. */
const OPEN = (name: string) => `
  import { fileLedger } from ${source('./file-ledger.ts')};
  try { await fileLedger(${JSON.stringify(name)}).close(); console.log('opened'); } catch (error) { console.log(error.code); }`;

test('of processes that race for one lock never two hold it, and no lock file stays', async () => {
  const racers = 4;
  const rounds = 100;
  // The holder makes a file that must not be there, and removes it again.
  const program = `
    import { closeSync, openSync, unlinkSync } from 'node:fs';
    import { lockForWriting } from ${source('./lock.ts')};
    const [path, inside] = ${JSON.stringify([path, join(folder, 'inside')])};
    let [held, together] = [0, 0];
    while (held < ${rounds}) {
      let lock;
      try { lock = lockForWriting(path); } catch (error) { if (error.code !== 'ledger-in-use') throw error; continue; }
      held++;
      try { closeSync(openSync(inside, 'wx')); unlinkSync(inside); } catch { together++; }
      lock.unlock();
    }
    console.log(JSON.stringify({ held, together }));`;
  const results = await Promise.all(Array.from({ length: racers }, () => outputOf(program)));
  expect(results.map((line) => JSON.parse(line))).toEqual(Array(racers).fill({ held: rounds, together: 0 }));
  expect(readdirSync(folder)).toEqual([]);
});

test('of processes that race for one ledger each writes its leads, and only the ledger stays', async () => {
  const racers = 4;
  const program = (racer: number) => `
    import { fileLedger } from ${source('./file-ledger.ts')};
    let rounds = 0;
    while (rounds < 5) {
      let ledger;
      try { ledger = fileLedger(${JSON.stringify(path)}); } catch (error) { if (error.code !== 'ledger-in-use') throw error; continue; }
      await ledger.claim([{ provider: 'p', account: 'a', key: '${racer}-' + rounds++, fingerprint: 'f' }], { now: 1, leaseMs: 1 });
      await ledger.close();
    }
    console.log('done');`;
  const results = await Promise.all(Array.from({ length: racers }, (_, racer) => outputOf(program(racer))));
  expect(results).toEqual(Array(racers).fill('done'));
  expect(readdirSync(folder)).toEqual(['leads.ledger']);
  const ledger = fileLedger(path, { readOnly: true });
  const keys: string[] = [];
  for await (const { key } of ledger.list()) keys.push(key);
  await ledger.close();
  expect(new Set(keys).size).toBe(racers * 5);
});

test('the lock file that a killed writer leaves is taken over, and removed by the next close', async () => {
  const child = start(`
    import { fileLedger } from ${source('./file-ledger.ts')};
    fileLedger(${JSON.stringify(path)});
    console.log('open');
    setInterval(() => undefined, 1_000);`);
  const exit = once(child, 'exit');
  await Promise.race([
    once(child.stdout, 'data'),
    exit.then(([code]) => Promise.reject(new Error(`the writer ended with ${code}`))),
  ]);
  child.kill('SIGKILL');
  await exit;
  expect(readdirSync(folder)).toContain('leads.ledger.lock');
  await fileLedger(path).close();
  expect(readdirSync(folder)).toEqual(['leads.ledger']);
});

test('a writer that was refused in another thread of the process does not open the lock to other processes', async () => {
  const ledger = fileLedger(path);
  const worker = new Worker(OPEN(path), { eval: true, execArgv: FLAGS, stdout: true });
  const [refusal] = await Promise.all([text(worker.stdout), once(worker, 'exit')]);
  expect(refusal.trim()).toBe('ledger-in-use');
  expect(await outputOf(OPEN(path))).toBe('ledger-in-use');
  await ledger.close();
});

test('a lock file that is not its own is left by a writer whose lock file was removed by hand', () => {
  const first = lockForWriting(path);
  rmSync(`${path}.lock`);
  const second = lockForWriting(path);
  first.unlock();
  expect(codeOf(() => lockForWriting(path))).toBe('ledger-in-use');
  second.unlock();
  expect(readdirSync(folder)).toEqual([]);
});

test('a file that was refused has no lock file beside it', () => {
  writeFileSync(path, 'phone,name\n'.repeat(500));
  expect(codeOf(() => fileLedger(path))).toBe('not-a-ledger');
  expect(readdirSync(folder)).toEqual(['leads.ledger']);
});
