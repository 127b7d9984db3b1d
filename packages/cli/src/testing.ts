import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach } from 'vitest';
import type { ExitCode } from './exit-codes.ts';
import { run } from './run.ts';

export interface Ran {
  readonly code: ExitCode;
  readonly stdout: string;
  readonly stderr: string;
  /** Lines of `--json`. */
  readonly json: readonly Record<string, unknown>[];
}

export interface RunOptions {
  readonly stdin?: string | Buffer | Readable;
  readonly env?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  readonly terminal?: boolean;
  /** Told of each piece of standard error as it comes. */
  readonly onStderr?: (text: string) => void;
}

/** Where default ledgers are, anew for each test. */
let stateHome = '';
beforeEach(async () => {
  stateHome = await mkdtemp(join(tmpdir(), 'leadwire-state-'));
});
afterEach(() => rm(stateHome, { recursive: true, force: true }));

/** `XDG_STATE_HOME` of this test. */
export const testStateHome = (): string => stateHome;

/** Runs the command in this process and gives what it printed. */
export async function runCommand(argv: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const stdout = gather(options.terminal === true);
  const stderr = gather(options.terminal === true);
  stderr.stream.on('data', (chunk: Buffer) => options.onStderr?.(chunk.toString()));
  const code = await run(argv, {
    stdin: toStream(options.stdin),
    stdout: stdout.stream,
    stderr: stderr.stream,
    env: { XDG_STATE_HOME: stateHome, ...options.env },
    signal: options.signal ?? new AbortController().signal,
  });
  const text = stdout.text();
  return {
    code,
    stdout: text,
    stderr: stderr.text(),
    get json() {
      return text
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Record<string, unknown>);
    },
  };
}

function toStream(given: RunOptions['stdin']): Readable {
  if (given instanceof Readable) return given;
  return Readable.from(given === undefined ? [] : [Buffer.from(given as string)]);
}

function gather(isTTY: boolean) {
  const chunks: string[] = [];
  const stream = Object.assign(new PassThrough(), { isTTY, columns: 200, rows: 50 });
  stream.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
  return { stream, text: () => chunks.join('') };
}

/** A file of `fixtures`. */
export const fixture = (name: string): string => fileURLToPath(new URL(`./fixtures/${name}`, import.meta.url));
