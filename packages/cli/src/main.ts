#!/usr/bin/env node
import { EXIT } from './exit-codes.ts';
import { keepHeapSmall } from './small-heap.ts';

keepHeapSmall();

const stop = new AbortController();

/** Once: what is under way is finished, and the rest is left for the next run. Twice: at once; the ledger knows what was sent. */
function onSignal(): void {
  if (stop.signal.aborted) process.exit(EXIT.stopped);
  stop.abort();
}

process.on('SIGINT', onSignal);
process.on('SIGTERM', onSignal);

const { stdin, stdout, stderr, env } = process;
// A reader that went away (`| head`) is no failure of ours.
for (const out of [stdout, stderr]) out.on('error', () => undefined);
const { run } = await import('./run.ts'); // only now: static imports would be loaded before the heap is kept small
process.exitCode = await run(process.argv.slice(2), { stdin, stdout, stderr, env, signal: stop.signal });
// What is left of standard input would keep the process alive.
stdin.destroy();
