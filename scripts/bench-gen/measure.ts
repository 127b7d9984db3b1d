import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Tool } from './tools.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const LONGEST_MS = 600_000;

/** One generation, as its processes reported it. */
export interface Generation {
  readonly ok: boolean;
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** The largest process. */
  readonly peakMiB: number;
  /** The last line that it printed. */
  readonly said: string;
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

/** Generates once into an empty folder, in a process with nothing else in it. */
export function generate(tool: Tool, document: string, out: string): Generation {
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
  const { status, stdout, stderr } = spawnSync(process.execPath, command, {
    ...{ cwd: out, env, encoding: 'utf8', maxBuffer: 1e9, timeout: LONGEST_MS },
  });
  const seconds = (performance.now() - from) / 1000;
  const usage = existsSync(usageFile)
    ? readFileSync(usageFile, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { peakMiB: number; cpuSeconds: number })
    : [];
  return {
    ok: status === 0,
    seconds,
    cpuSeconds: usage.reduce((sum, one) => sum + one.cpuSeconds, 0),
    peakMiB: Math.max(0, ...usage.map((one) => one.peakMiB)),
    said: `${stdout}\n${stderr}`.trim().split('\n').at(-1) ?? '',
  };
}

/** How many errors the compiler finds in what was generated. */
export function compileErrors(folder: string, out: string): { count: number; first: string } {
  const config = join(folder, `${out.split('/').at(-1)}.tsconfig.json`);
  writeFileSync(config, JSON.stringify({ extends: './tsconfig.json', include: [`${out}/**/*.ts`] }));
  const { status, stdout } = spawnSync(here('../../node_modules/.bin/tsc'), ['-p', config], {
    ...{ encoding: 'utf8', maxBuffer: 1e9 },
  });
  const errors = stdout.split('\n').filter((line) => /error TS/.test(line));
  return { count: Math.max(errors.length, status === 0 ? 0 : 1), first: errors[0] ?? '' };
}

/** What its zod schemas say of the document's examples; undefined where it makes none that can be loaded. */
export function judge(tool: Tool, out: string, document: string, examples: string): Verdicts | undefined {
  if (tool.zod === undefined) return undefined;
  const { module, exported } = tool.zod;
  const args = [join(out, '../judge.mjs'), join(out, module), exported.source, document, examples];
  writeFileSync(join(out, '../judge.mjs'), readFileSync(here('judge.mjs')));
  const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 1e9, timeout: LONGEST_MS });
  return stdout === '' ? undefined : (JSON.parse(stdout) as Verdicts);
}
