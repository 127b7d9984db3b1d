import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CallPath } from './call-path.ts';
import { importArguments } from './command.ts';
import { startSimulator, writeLeads } from './import.ts';

const ROWS = 200;
const MAIN = fileURLToPath(import.meta.resolve('@leadwire/cli/main').replace(/dist\/main\.js$/, 'src/main.ts'));

/** What Node writes into `NODE_V8_COVERAGE`, as much of it as is read here. */
interface Coverage {
  readonly result: readonly {
    readonly url: string;
    readonly functions: readonly { readonly ranges: readonly { readonly count: number }[] }[];
  }[];
}

/** How long the way of one row of a spreadsheet is: our functions, and their source files, that run at least once for each row of an import. */
export async function benchRowPath(): Promise<CallPath[]> {
  const folder = mkdtempSync(join(tmpdir(), 'leadwire-rows-'));
  const simulator = await startSimulator();
  try {
    const leads = join(folder, 'leads.csv');
    await writeLeads(leads, ROWS);
    const importTo = async (to: string, place: readonly string[], env: Readonly<Record<string, string>>) => {
      const coverage = join(folder, to);
      const given = { to, place, baseUrl: String(simulator.urls[to]), ledger: join(folder, `${to}.ledger`) };
      const args = [...importArguments(leads, given), '--json'];
      const child = spawn(process.execPath, ['--conditions=leadwire-source', MAIN, ...args], {
        env: { ...process.env, ...env, NODE_V8_COVERAGE: coverage },
        stdio: 'ignore',
      });
      const [code] = await once(child, 'close');
      if (code !== 0) throw new Error(`the import into ${to} ended with exit code ${code}`);
      return ranForEachRow(coverage);
    };
    const list = ['--list-id', '3c90c3cc-0d44-4b50-8888-8dd25736052a'];
    return [
      { name: 'row, bulk (topcalls)', ...(await importTo('topcalls', list, { TOPCALLS_API_KEY: 'bench' })) },
      {
        name: 'row, one request a lead (autocalls)',
        ...(await importTo('autocalls', ['--campaign-id', '1'], { AUTOCALLS_API_KEY: 'bench' })),
      },
    ];
  } finally {
    simulator.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Threads of one import write a file each. */
function ranForEachRow(folder: string): Omit<CallPath, 'name'> {
  const ran = readdirSync(folder)
    .flatMap((name) => (JSON.parse(readFileSync(join(folder, name), 'utf8')) as Coverage).result)
    .filter(({ url }) => /\/(packages|generated)\/[a-z]+\//.test(url) && !url.includes('node_modules'))
    .map(({ functions }) => functions.filter(({ ranges }) => (ranges[0]?.count ?? 0) >= ROWS).length)
    .filter((count) => count > 0);
  return { functions: ran.reduce((sum, count) => sum + count, 0), files: ran.length };
}

if (process.argv[1] === import.meta.filename) console.table(await benchRowPath());
