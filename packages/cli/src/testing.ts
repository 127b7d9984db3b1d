import { PassThrough, Readable } from 'node:stream';
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
}

/** Runs the command in this process and gives what it printed. */
export async function runCommand(argv: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const stdout = gather(options.terminal === true);
  const stderr = gather(options.terminal === true);
  const code = await run(argv, {
    stdin: toStream(options.stdin),
    stdout: stdout.stream,
    stderr: stderr.stream,
    env: options.env ?? {},
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
