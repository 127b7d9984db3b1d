import { type StdioOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** The command stands beside its package's entry point: `main.ts` in the workspace, `main.js` once built. */
const ENTRY = fileURLToPath(import.meta.resolve('@leadwire/cli').replace(/index(\.\w+)$/, 'main$1'));
const CACHE = fileURLToPath(new URL('../../node_modules/.cache/node-compile', import.meta.url));

/** One line of the command's `--json` output. */
export type Line = Readonly<Record<string, unknown>>;

export interface CommandResult {
  readonly code: number | null;
  readonly lines: readonly Line[];
  readonly stderr: string;
}

interface Start {
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly stdio?: StdioOptions;
}

/** Starts the real command in its own process. */
export const startLeadwire = (args: readonly string[], { cwd, env, stdio = ['ignore', 'pipe', 'pipe'] }: Start) =>
  spawn(process.execPath, ['--conditions=leadwire-source', ENTRY, ...args], {
    cwd,
    // What is compiled once is compiled for all: a start then costs a third.
    env: { ...process.env, NODE_COMPILE_CACHE: CACHE, ...env },
    stdio,
  });

/**
 * Runs the real command to its end.
 * @param killAt - end it as a power cut would, at the first line for which this is true
 */
export async function leadwire(
  args: readonly string[],
  { env, killAt }: { readonly env: Readonly<Record<string, string>>; killAt?(line: Line): boolean },
): Promise<CommandResult> {
  const child = startLeadwire([...args, '--json'], { env });
  const closed = once(child, 'close');
  const stderr = text(child.stderr as NodeJS.ReadableStream);
  const lines: Line[] = [];
  for await (const printed of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
    if (!printed.endsWith('}')) continue; // a line that the kill cut in two
    const line = JSON.parse(printed) as Line;
    lines.push(line);
    if (killAt?.(line)) child.kill('SIGKILL');
  }
  const [code] = (await closed) as [number | null];
  return { code, lines, stderr: await stderr };
}
