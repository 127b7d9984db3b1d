import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { importArguments, type MeasuredCommand, measureCommand } from './command.ts';

const SIMULATOR = fileURLToPath(new URL('./simulator.ts', import.meta.url));
/** `LEADWIRE_BENCH_ROWS=1000000` for what the memory of a long import is. */
const IMPORT_ROWS = Number(process.env.LEADWIRE_BENCH_ROWS ?? 200_000);
const CHECK_ROWS = 1_000_000;
const FETCHES = 20_000;
const AT_ONCE = 50;

export interface ImportBench {
  readonly name: string;
  readonly rows: number;
  readonly rowsPerSecond: number;
  readonly cpuUsPerRow: number | undefined;
  readonly peakMiB: number | undefined;
  readonly goal: string;
}

/** The command from file to ledger against simulators in another process, beside a bare loop of fetch to the same. */
export async function benchImport(): Promise<ImportBench[]> {
  const folder = mkdtempSync(join(tmpdir(), 'leadwire-bench-'));
  const simulator = await startSimulator();
  try {
    const leads = join(folder, 'leads.csv');
    await writeLeads(leads, IMPORT_ROWS);
    const many = join(folder, 'many.csv');
    await writeLeads(many, CHECK_ROWS);
    const send = (to: string, flags: readonly string[], env: Readonly<Record<string, string>>) => {
      const given = { to, place: flags, baseUrl: String(simulator.urls[to]), ledger: join(folder, `${to}.ledger`) };
      return measureCommand(importArguments(leads, given), env);
    };
    const list = ['--list-id', '3c90c3cc-0d44-4b50-8888-8dd25736052a'];
    const bulk = await send('topcalls', list, { TOPCALLS_API_KEY: 'bench' });
    const bare = await fetchLoop(String(simulator.urls.autocalls));
    const single = await send('autocalls', ['--campaign-id', '1'], { AUTOCALLS_API_KEY: 'bench' });
    const again = await send('autocalls', ['--campaign-id', '1'], { AUTOCALLS_API_KEY: 'bench' });
    const check = await measureCommand(['check', many, '--country', 'IN']);
    return [
      line('import, bulk (topcalls)', IMPORT_ROWS, bulk, 'at least 3 x the bare loop'),
      line('import, one request a lead (autocalls)', IMPORT_ROWS, single, 'at least 0.75 x the bare loop'),
      line('the same again: all is done', IMPORT_ROWS, again, ''),
      bare,
      line('check', CHECK_ROWS, check, 'at least 15,000 rows/s'),
    ];
  } finally {
    simulator.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

const ARRIVED = ['created', 'existed', 'ready'];

function line(name: string, rows: number, measured: MeasuredCommand, goal: string): ImportBench {
  const { summary, seconds, cpuSeconds, peakMiB } = measured;
  const arrived = ARRIVED.reduce((sum, outcome) => sum + Number(summary[outcome] ?? 0), 0);
  if (arrived !== rows) throw new Error(`${name}: ${arrived} of ${rows} rows arrived, ${JSON.stringify(summary)}`);
  return {
    name,
    rows,
    rowsPerSecond: Math.round(rows / seconds),
    cpuUsPerRow: cpuSeconds && Math.round((cpuSeconds / rows) * 1_000_000),
    peakMiB: peakMiB && Math.round(peakMiB),
    goal,
  };
}

/** What any program would do without a ledger, limits or retries. */
async function fetchLoop(baseUrl: string): Promise<ImportBench> {
  let next = 0;
  const worker = async () => {
    while (next < FETCHES) {
      const response = await fetch(`${baseUrl}/user/lead`, {
        method: 'POST',
        headers: { authorization: 'Bearer bench', 'content-type': 'application/json' },
        body: JSON.stringify({ phone_number: `+9199${String(10_000_000 + next++ * 7)}`, campaign_id: 2 }),
      });
      if (!response.ok) throw new Error(`fetch: ${response.status} ${await response.text()}`);
      await response.json();
    }
  };
  const cpu = process.cpuUsage();
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  const seconds = (performance.now() - startedAt) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  return {
    name: `bare fetch, ${AT_ONCE} at once (autocalls)`,
    rows: FETCHES,
    rowsPerSecond: Math.round(FETCHES / seconds),
    cpuUsPerRow: Math.round((user + system) / FETCHES),
    peakMiB: undefined,
    goal: 'beside',
  };
}

/** Simulators in a process of their own; `stop` ends it. */
export async function startSimulator(): Promise<{ readonly urls: Readonly<Record<string, string>>; stop(): void }> {
  const child = spawn(process.execPath, ['--conditions=leadwire-source', SIMULATOR], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [urls] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return { urls: JSON.parse(urls) as Record<string, string>, stop: () => child.kill() };
}

/** Leads with phones as people type them: in E.164, and as at home. */
export async function writeLeads(path: string, rows: number): Promise<void> {
  const file = createWriteStream(path);
  file.write('Name,Mobile,Email\r\n');
  for (let row = 0; row < rows; row++) {
    const phone = String(9_810_000_000 + row * 7);
    const written = row % 2 === 0 ? `+91${phone}` : `${phone.slice(0, 5)} ${phone.slice(5)}`;
    if (!file.write(`Asha Rao ${row},${written},lead.${row}@example.com\r\n`)) await once(file, 'drain');
  }
  file.end();
  await once(file, 'close');
}

if (process.argv[1] === import.meta.filename) console.table(await benchImport());
