import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createCallWays } from './call-ways.ts';
import { CREDENTIALS, IMPORTS, importArguments } from './command.ts';
import { inFolder, writeCsv } from './files.ts';
import { startSimulator } from './simulator.ts';

export interface CallPath {
  readonly name: string;
  /** Functions that run, in the client's own files; its dependencies are not counted. */
  readonly functions: number;
  readonly files: number;
}

/** What V8 says of one script, as much of it as is read here. */
interface Script {
  readonly url: string;
  readonly functions: readonly { readonly ranges: readonly { readonly count: number }[] }[];
}

const LEADWIRE = /^(?!.*node_modules).*\/(packages|generated)\/[a-z]+\//;

/** Whose files count as a client's own. */
const OWN: Readonly<Record<string, RegExp>> = {
  'create, openapi-fetch': /\/openapi-fetch\//,
  'create, ky': /\/ky\//,
  'create, octokit': /\/@octokit\//,
  'create, leadwire': LEADWIRE,
};

/** The functions of own files that ran at least so often. */
function countRan(scripts: readonly Script[], own: RegExp, times: number): Omit<CallPath, 'name'> {
  const ran = scripts
    .filter(({ url }) => own.test(url))
    .map(({ functions }) => functions.filter(({ ranges }) => (ranges[0]?.count ?? 0) >= times).length)
    .filter((count) => count > 0);
  return { functions: ran.reduce((sum, count) => sum + count, 0), files: ran.length };
}

/** How long the way of one create is, by V8's precise coverage of one warm call. */
export async function benchCallPath(): Promise<CallPath[]> {
  const { prepare, ways } = createCallWays();
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
  const paths: CallPath[] = [];
  for (const [name, own] of Object.entries(OWN)) {
    prepare(3);
    await ways[name]?.(0);
    await ways[name]?.(1);
    await session.post('Profiler.takePreciseCoverage');
    await ways[name]?.(2);
    const { result } = await session.post('Profiler.takePreciseCoverage');
    paths.push({ name, ...countRan(result, own, 1) });
  }
  session.disconnect();
  return paths;
}

const ROWS = 200;
const MAIN = fileURLToPath(import.meta.resolve('@leadwire/cli/main').replace(/dist\/main\.js$/, 'src/main.ts'));

/** How long the way of one row of a spreadsheet is: what runs at least once for each row of an import. */
export const benchRowPath = (): Promise<CallPath[]> =>
  inFolder(async (folder) => {
    const simulator = await startSimulator();
    const leads = join(folder, 'leads.csv');
    await writeCsv(leads, ROWS);
    const paths: CallPath[] = [];
    for (const { to, place } of Object.values(IMPORTS)) {
      const coverage = join(folder, to);
      const given = { to, place, baseUrl: String(simulator.urls[to]), ledger: join(folder, `${to}.ledger`) };
      const args = ['--conditions=leadwire-source', MAIN, ...importArguments(leads, given), '--json'];
      const env = { ...process.env, ...CREDENTIALS, NODE_V8_COVERAGE: coverage };
      const [code] = await once(spawn(process.execPath, args, { env, stdio: 'ignore' }), 'close');
      if (code !== 0) throw new Error(`the import into ${to} ended with exit code ${code}`);
      const scripts = readdirSync(coverage) // threads of one import write a file each
        .flatMap((name) => (JSON.parse(readFileSync(join(coverage, name), 'utf8')) as { result: Script[] }).result);
      paths.push({ name: `row (${to})`, ...countRan(scripts, LEADWIRE, ROWS) });
    }
    simulator.stop();
    return paths;
  });

if (process.argv[1] === import.meta.filename) console.table([...(await benchCallPath()), ...(await benchRowPath())]);
