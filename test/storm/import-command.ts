import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The command stands beside its package's entry point. */
const ENTRY = fileURLToPath(import.meta.resolve('@leadwire/cli').replace(/index(\.\w+)$/, 'main$1'));
const CACHE = fileURLToPath(new URL('../../node_modules/.cache/node-compile', import.meta.url));

/** Longer than any run: one that hangs ends its test, and not the time of the whole run. */
const MOST_RUNNING_MS = 500_000;

/** The command in its own process. */
export interface RunningImport {
  /** Ends it as a power cut of its machine would end the process: nothing of it runs any more. */
  kill(): void;
  readonly ended: Promise<EndedImport>;
}

export interface EndedImport {
  /** Undefined where it was killed. */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

export function startImport(args: readonly string[], env: Readonly<Record<string, string>>): RunningImport {
  // A start pays for certificates of this machine that a simulator on loopback has no use for.
  const { NODE_EXTRA_CA_CERTS: _, ...inherited } = process.env;
  const child = spawn(process.execPath, ['--conditions=leadwire-source', ENTRY, 'import', ...args, '--json'], {
    env: { ...inherited, NODE_COMPILE_CACHE: CACHE, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: MOST_RUNNING_MS,
    killSignal: 'SIGKILL',
  });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  const ended = new Promise<EndedImport>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) =>
      resolve({
        code: code ?? undefined,
        stdout: String(Buffer.concat(stdout)),
        stderr: String(Buffer.concat(stderr)),
      }),
    );
  });
  return { kill: () => child.kill('SIGKILL'), ended };
}
