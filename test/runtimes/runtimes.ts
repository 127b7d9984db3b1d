import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { launchChromium } from './chromium.ts';
import type { ScenarioServers } from './scenario-server.ts';
import { startWorkerd } from './workerd.ts';

const run = promisify(execFile);
const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** What failed, by fetch: the names of the checks with what they found. */
export type Found = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Which of the checks a process runs. */
export type CheckSet = 'all' | 'proxy' | 'dispatcher';

export interface Runtime {
  readonly name: string;
  /** The program and its first arguments, or where a bundle of the checks runs. */
  readonly command: readonly string[] | 'worker' | 'page';
  readonly fetches: readonly string[];
  /** Whether its `fetch` may go through `HTTPS_PROXY`. */
  readonly takesProxy?: boolean;
  readonly takesDispatcher?: boolean;
}

const { dependencies } = JSON.parse(readFileSync(here('package.json'), 'utf8')) as {
  dependencies: Record<string, string>;
};

const versionOf = (name: string): string => String(dependencies[name]).replace(/^npm:.*@/, '');

const FETCHES = ['global', 'undici 6', 'undici 7', 'undici 8', 'node-fetch 2', 'node-fetch 3', 'ky', 'cross-fetch'];

const node = (major: number): Runtime => ({
  name: `Node ${versionOf(`node-${major}`)}`,
  command: [here(`node_modules/node-${major}/bin/node`)],
  // undici 8 needs Node 22.19.
  fetches: FETCHES.filter((name) => major >= 22 || name !== 'undici 8'),
  takesProxy: major >= 24,
  takesDispatcher: true,
});

export const RUNTIMES: readonly Runtime[] = [
  node(20),
  node(22),
  node(24),
  node(26),
  {
    name: `Bun ${versionOf('@oven/bun-linux-x64')}`,
    command: [here('node_modules/@oven/bun-linux-x64/bin/bun'), 'run'],
    fetches: FETCHES,
    takesProxy: true,
  },
  {
    name: `Deno ${versionOf('@deno/linux-x64-glibc')}`,
    command: [here('node_modules/@deno/linux-x64-glibc/deno'), 'run', '-A'],
    fetches: FETCHES,
    takesProxy: true,
  },
  { name: `workerd ${versionOf('@cloudflare/workerd-linux-64')}`, command: 'worker', fetches: ['global', 'ky'] },
  { name: `Chromium ${versionOf('@sparticuz/chromium')}`, command: 'page', fetches: ['global', 'ky'] },
];

export const columnsOf = (): readonly string[] => FETCHES;

/** The dispatchers that a runtime's own `fetch` may be handed. */
export const dispatchersOf = ({ fetches }: Runtime): string[] =>
  fetches.filter((name) => name.startsWith('undici')).map((name) => `dispatcher of ${name}`);

/** Runs one set of checks in one runtime. */
export async function tryIn(
  runtime: Runtime,
  servers: ScenarioServers,
  fetches: readonly string[],
  set: CheckSet,
): Promise<Found> {
  const { closed, origin, proxy, untrusted } = servers;
  const asked = { run: `${set}-${runtime.name.replaceAll(' ', '')}`, fetches, set, origin, closed, untrusted };
  if (runtime.command === 'worker') return tryInWorker(asked);
  if (runtime.command === 'page') return inPage(origin, `runInPage(${JSON.stringify(asked)})`);
  const [program = '', ...first] = runtime.command;
  const proxied = { HTTPS_PROXY: proxy, NODE_USE_ENV_PROXY: '1', NO_PROXY: '127.0.0.1' };
  const { stdout } = await run(program, [...first, here('run.mjs'), JSON.stringify(asked)], {
    env: { ...process.env, HTTPS_PROXY: '', https_proxy: '', ...(set === 'proxy' && proxied) },
    timeout: 180_000,
  });
  return JSON.parse(stdout.slice(stdout.indexOf('RESULTS ') + 'RESULTS '.length)) as Found;
}

async function tryInWorker(asked: object): Promise<Found> {
  await bundle('worker');
  const { origin, stop } = await startWorkerd('workerd.capnp');
  try {
    const response = await fetch(origin, { method: 'POST', body: JSON.stringify(asked) });
    return (await response.json()) as Found;
  } finally {
    await stop();
  }
}

/** Evaluates a script in a page that has loaded the checks, from the servers' own origin. */
export async function inPage<Result>(origin: string, script: string): Promise<Result> {
  await bundle('browser');
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    await page.goto(`${origin}/page/`);
    return await page.evaluate<Result>(script);
  } finally {
    await browser.close();
  }
}

/** Writes `dist/<name>.mjs`: the checks with the packages in one file. */
async function bundle(name: 'worker' | 'browser'): Promise<void> {
  const flags = ['--bundle', '--format=esm', '--platform=neutral', '--main-fields=module,main', '--external:node:*'];
  await run(here('node_modules/.bin/esbuild'), [`${name}.mjs`, ...flags, `--outfile=dist/${name}.mjs`], {
    cwd: here('.'),
  });
}
