import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** As users run it: built. From its sources it would hold what reads TypeScript, too. */
const ENTRY = fileURLToPath(import.meta.resolve('@leadwire/cli').replace(/src\/index\.ts$/, 'dist/main.js'));

/** A module that the program loads first; the last line on its stderr is what it used. */
const REPORT = `data:text/javascript,${encodeURIComponent(`
import { isMainThread } from 'node:worker_threads';
if (isMainThread) process.on('exit', () => console.error(JSON.stringify(process.resourceUsage())));
`)}`;

export interface MeasuredCommand {
  readonly summary: Readonly<Record<string, unknown>>;
  /** From start to end, start-up and all. */
  readonly seconds: number;
  /** Of all threads. */
  readonly cpuSeconds: number;
  /** The most memory that it held at once. */
  readonly peakMiB: number;
  /** The most that was alive after a full collection; undefined where there was none. */
  readonly liveMiB: number | undefined;
}

export interface BenchImport {
  readonly to: string;
  /** The list or campaign, as flags. */
  readonly place: readonly string[];
  readonly baseUrl: string;
  readonly ledger: string;
}

/** The arguments of an import of a file of Indian numbers, as fast as it goes. */
export const importArguments = (file: string, { to, place, baseUrl, ledger }: BenchImport): string[] => [
  ...['import', file, '--to', to, ...place, '--base-url', baseUrl, '--ledger', ledger],
  ...['--country', 'IN', '--rate', 'off'],
];

/** Both providers that are imported into: in bulk, and with one request a lead. */
export const IMPORTS = {
  bulk: { to: 'topcalls', place: ['--list-id', '3c90c3cc-0d44-4b50-8888-8dd25736052a'] },
  single: { to: 'autocalls', place: ['--campaign-id', '1'] },
} as const;

export const CREDENTIALS = { TOPCALLS_API_KEY: 'bench', AUTOCALLS_API_KEY: 'bench' } as const;

/** Runs the real command in its own process and measures what it takes. */
export const measureCommand = (args: readonly string[]): Promise<MeasuredCommand> =>
  measureProgram([ENTRY, ...args, '--json']);

/** Runs a program that prints a summary in JSON, and measures what it takes. */
export async function measureProgram(args: readonly string[]): Promise<MeasuredCommand> {
  const startedAt = performance.now();
  const flags = process.env.LEADWIRE_BENCH_NODE_FLAGS?.split(' ') ?? []; // --cpu-prof, to see where time goes
  const child = spawn(process.execPath, ['--trace-gc', '--import', REPORT, ...flags, ...args], {
    env: { ...process.env, ...CREDENTIALS },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stderr = text(child.stderr);
  let summary: Record<string, unknown> | undefined;
  let liveMiB: number | undefined;
  for await (const line of createInterface({ input: child.stdout })) {
    const alive = /Mark-Compact.*? -> ([\d.]+) \(/.exec(line)?.[1];
    if (alive !== undefined) liveMiB = Math.max(liveMiB ?? 0, Number(alive));
    else if (line.startsWith('{"type":"summary"')) summary = JSON.parse(line) as Record<string, unknown>;
  }
  const printed = (await stderr).trim();
  const seconds = (performance.now() - startedAt) / 1_000;
  if (summary === undefined) throw new Error(`${args.join(' ')} printed no summary\n${printed}`);
  const used = JSON.parse(printed.split('\n').at(-1) ?? '') as NodeJS.ResourceUsage;
  const cpuSeconds = (used.userCPUTime + used.systemCPUTime) / 1_000_000;
  return { summary, seconds, cpuSeconds, peakMiB: used.maxRSS / 1_024, liveMiB };
}
