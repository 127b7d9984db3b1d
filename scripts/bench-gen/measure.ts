import { type SpawnSyncOptions, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Tool } from './tools.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
/** However busy the machine is; what bounds a tool is the processor time that it is given. */
const LONGEST_MS = 1_800_000;

/** How a process ended: well, with a failure, or stopped because it took more processor time than it was given. */
export type End = 'yes' | 'no' | 'stopped';

/** One generation, as its processes reported it. */
export interface Generation {
  readonly end: End;
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** The largest process. */
  readonly peakMiB: number;
  /** The last line that it printed. */
  readonly said: string;
}

/** Where a tool writes, and how many seconds of processor time each of its steps gets. */
export interface Place {
  readonly out: string;
  readonly cpuSeconds: number;
}

export interface Verdicts {
  readonly judged: number;
  readonly agreed: number;
  readonly wronglyAccepted: number;
  readonly differing: readonly string[];
}

/** A folder in which generated files find what they import. */
export function prepare(folder: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }\n');
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(COMPILER));
  if (!existsSync(join(folder, 'node_modules'))) symlinkSync(here('peers/node_modules'), join(folder, 'node_modules'));
}

/** The same for all: strict, as a new project has it. */
const COMPILER = {
  compilerOptions: {
    ...{ target: 'es2023', lib: ['es2024', 'dom', 'dom.iterable'], module: 'esnext', moduleResolution: 'bundler' },
    ...{ strict: true, noEmit: true, skipLibCheck: true, allowImportingTsExtensions: true, types: ['node'] },
  },
};

interface Ended {
  readonly end: End;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a process that gets so many seconds of processor time, and no more. */
function runBounded(command: readonly string[], cpuSeconds: number, options: SpawnSyncOptions = {}): Ended {
  const bounded = ['-c', `ulimit -t ${cpuSeconds}; exec "$@"`, 'sh', ...command];
  const { status, stdout, stderr } = spawnSync('sh', bounded, {
    ...{ ...options, encoding: 'utf8', maxBuffer: 1e9, timeout: LONGEST_MS },
  });
  const failed = status === null || status > 128 ? 'stopped' : 'no';
  return { end: status === 0 ? 'yes' : failed, stdout, stderr };
}

/** Generates once into an empty folder, in a process with nothing else in it. */
export function generate(tool: Tool, document: string, { cpuSeconds, out }: Place): Generation {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const usageFile = `${out}.usage`;
  rmSync(usageFile, { force: true });
  const quiet = { KUBB_DISABLE_TELEMETRY: '1', DO_NOT_TRACK: '1', NO_COLOR: '1' };
  const env = {
    ...process.env,
    ...quiet,
    NODE_OPTIONS: `--import=${here('usage.mjs')}`,
    LEADWIRE_USAGE_FILE: usageFile,
  };
  const command = tool.command(document, out);
  const from = performance.now();
  const { end, stdout, stderr } = runBounded([process.execPath, ...command], cpuSeconds, { cwd: out, env });
  const seconds = (performance.now() - from) / 1000;
  const usage = existsSync(usageFile)
    ? readFileSync(usageFile, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { peakMiB: number; cpuSeconds: number })
    : [];
  return {
    end,
    seconds,
    cpuSeconds: usage.reduce((sum, one) => sum + one.cpuSeconds, 0),
    peakMiB: Math.max(0, ...usage.map((one) => one.peakMiB)),
    said: `${stdout}\n${stderr}`.trim().split('\n').at(-1) ?? '',
  };
}

/** What the compiler says of what was generated; `first` is its first error. */
export function compile(folder: string, { cpuSeconds, out }: Place): { end: End; first: string } {
  const config = join(folder, `${basename(out)}.tsconfig.json`);
  writeFileSync(config, JSON.stringify({ extends: './tsconfig.json', include: [`${out}/**/*.ts`] }));
  const { end, stdout } = runBounded([here('../../node_modules/.bin/tsc'), '-p', config], cpuSeconds);
  return { end, first: stdout.split('\n').find((line) => /error TS/.test(line)) ?? '' };
}

/** What its zod schemas say of the document's examples; undefined where it makes none that can be loaded. */
export function judge(tool: Tool, { cpuSeconds, out }: Place): Verdicts | undefined {
  if (tool.zod === undefined) return undefined;
  const { module, exported } = tool.zod;
  const at = (file: string): string => join(out, '..', file);
  writeFileSync(at('judge.mjs'), readFileSync(here('judge.mjs')));
  const args = [at('judge.mjs'), join(out, module), exported.source, at('document.json'), at('examples.json')];
  const { stdout } = runBounded([process.execPath, ...args], cpuSeconds);
  return stdout === '' ? undefined : (JSON.parse(stdout) as Verdicts);
}
