#!/usr/bin/env node
import { reasonOf } from '@leadwire/files/errors';
import { EXIT } from './io.ts';
import { muteExperimental, NEEDED_NODE, oldNodeNotice, restoreTerminal } from './start.ts';

muteExperimental(process);

const { stdin, stdout, stderr, env } = process;
const stop = new AbortController();

/** Once: what is under way is finished, and the rest is left for the next run. Twice: at once; the ledger knows what was sent. */
function onSignal(): void {
  if (stop.signal.aborted) {
    restoreTerminal(stderr);
    process.exit(EXIT.stopped);
  }
  stop.abort();
}

process.on('SIGINT', onSignal);
process.on('SIGTERM', onSignal);

let unwritten: NodeJS.ErrnoException | undefined;
stdout.on('error', (error: NodeJS.ErrnoException) => {
  // A reader that went away (`| head`) is not a failure of ours.
  if (error.code !== 'EPIPE') unwritten ??= error;
});
stderr.on('error', () => undefined);

const notice = oldNodeNotice(process.versions.node, NEEDED_NODE);
if (notice === undefined) {
  const { run } = await import('./run.ts'); // only now: an older Node fails on these imports with a trace that says nothing of Node
  const code = await run(process.argv.slice(2), { stdin, stdout, stderr, env, signal: stop.signal });
  process.exitCode = code;
  // The last write may fail after the run has ended.
  process.once('exit', () => {
    if (unwritten === undefined) return;
    if (code !== EXIT.usage) process.exitCode = EXIT.stopped;
    stderr.write(`leadwire: Standard output cannot be written: ${reasonOf(unwritten)}.\n`);
  });
} else {
  stderr.write(notice);
  process.exitCode = EXIT.usage;
}
// What is left of standard input would keep the process alive.
stdin.destroy();
