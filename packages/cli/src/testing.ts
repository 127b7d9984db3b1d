import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import type { ExitCode } from './io.ts';
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

/** By test: files share this module, so a hook would belong to the first of them alone. */
const stateHomes = new Map<string, string>();
process.once('exit', () => {
  for (const home of stateHomes.values()) rmSync(home, { recursive: true, force: true });
});

/** `XDG_STATE_HOME` of the test that is running: its default ledgers are its own. */
export function testStateHome(): string {
  const { testPath, currentTestName } = expect.getState();
  const test = `${testPath} ${currentTestName}`;
  const home = stateHomes.get(test) ?? mkdtempSync(join(tmpdir(), 'leadwire-state-'));
  stateHomes.set(test, home);
  return home;
}

/** Runs the command in this process and gives what it printed. */
export async function runCommand(argv: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const stdout = gather(options.terminal === true);
  const stderr = gather(options.terminal === true);
  stderr.stream.on('data', (chunk: Buffer) => options.onStderr?.(chunk.toString()));
  const code = await run(argv, {
    stdin: toStream(options.stdin),
    stdout: stdout.stream,
    stderr: stderr.stream,
    env: { XDG_STATE_HOME: testStateHome(), ...options.env },
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

/** A file of the fixtures of `@leadwire/files`. */
export const fixture = (name: string): string =>
  fileURLToPath(new URL(`../../files/src/fixtures/${name}`, import.meta.url));
