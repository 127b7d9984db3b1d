import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** As users run it: built. From its sources it would hold what reads TypeScript, too. */
const ENTRY = fileURLToPath(import.meta.resolve('@leadwire/cli').replace(/src\/index\.ts$/, 'dist/main.js'));
const MEASURE_MS = 50;
/** Ticks of the processor time in /proc, which are hundredths of a second wherever Linux runs today. */
const TICKS_PER_SECOND = 100;

export interface MeasuredCommand {
  readonly summary: Readonly<Record<string, unknown>>;
  /** From start to end, start-up and all. */
  readonly seconds: number;
  /** Of all threads; undefined where there is no /proc. */
  readonly cpuSeconds: number | undefined;
  /** The most memory that it held at once; undefined where there is no /proc. */
  readonly peakMiB: number | undefined;
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

/** Runs the real command in a process of its own and watches what it takes. */
export const measureCommand = (
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<MeasuredCommand> => measureProgram([ENTRY, ...args, '--json'], env);

/** Runs a program whose last line is a summary in JSON, and watches what it takes. */
export function measureProgram(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<MeasuredCommand> {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const flags = process.env.LEADWIRE_BENCH_NODE_FLAGS?.split(' ') ?? []; // --cpu-prof, to see where time goes
    const child = spawn(process.execPath, ['--trace-gc', ...flags, ...args], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let summary: Record<string, unknown> | undefined;
    let liveMiB: number | undefined;
    let stderr = '';
    createInterface({ input: child.stdout }).on('line', (line) => {
      const alive = /Mark-Compact.*? -> ([\d.]+) \(/.exec(line)?.[1];
      if (alive !== undefined) liveMiB = Math.max(liveMiB ?? 0, Number(alive));
      else summary = summaryIn(line) ?? summary;
    });
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk));
    let seen: ReturnType<typeof look> = {};
    const watch = setInterval(() => (seen = { ...seen, ...look(child.pid) }), MEASURE_MS);
    child.once('error', reject);
    child.once('close', (code) => {
      clearInterval(watch);
      if (summary === undefined) reject(new Error(`${args.join(' ')} ended with exit code ${code}\n${stderr}`));
      else
        resolve({
          summary,
          seconds: (performance.now() - startedAt) / 1_000,
          cpuSeconds: seen.cpuSeconds,
          peakMiB: seen.peakMiB,
          liveMiB,
        });
    });
  });
}

/** The kernel keeps the peak itself, so that nothing is missed between two looks. */
function look(pid: number | undefined): { peakMiB?: number; cpuSeconds?: number } {
  try {
    const peakKiB = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    if (peakKiB === undefined) return {}; // it is ending
    return {
      peakMiB: Number(peakKiB) / 1_024,
      cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND,
    };
  } catch {
    return {};
  }
}

function summaryIn(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith('{"type":"summary"')) return undefined;
  return JSON.parse(line) as Record<string, unknown>;
}
