import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** The command stands beside its package's front door: `main.ts` in the workspace, `main.js` once built. */
export const ENTRY = fileURLToPath(import.meta.resolve('@leadwire/cli').replace(/index(\.\w+)$/, 'main$1'));

const CACHE = fileURLToPath(new URL('../../node_modules/.cache/node-compile', import.meta.url));

export interface CommandResult {
  readonly code: number | null;
  readonly lines: readonly Record<string, unknown>[];
  readonly stderr: string;
}

/**
 * Runs the real command in a process of its own.
 * @param killAfter - end it as a power cut would, once so many rows are through
 */
export function leadwire(
  args: readonly string[],
  {
    env,
    killAfter,
    onRow,
  }: { env: Readonly<Record<string, string>>; killAfter?: number | undefined; onRow?: (() => void) | undefined },
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--conditions=leadwire-source', ENTRY, ...args, '--json'], {
      // What is compiled once is compiled for all: a start then costs a third.
      env: { ...process.env, NODE_COMPILE_CACHE: CACHE, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const lines: Record<string, unknown>[] = [];
    let stderr = '';
    let rows = 0;
    child.stderr.on('data', (text: Buffer) => {
      stderr += text;
    });
    const output = createInterface({ input: child.stdout });
    output.on('line', (line) => {
      const parsed = parse(line);
      if (parsed === undefined) return; // a line that the kill cut in two
      lines.push(parsed);
      if (parsed.type !== 'row') return;
      onRow?.();
      if (++rows === killAfter) child.kill('SIGKILL');
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, lines, stderr }));
  });
}

function parse(line: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
