import { createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parse } from 'csv-parse';
import { SaxesParser } from 'saxes';
import yauzl from 'yauzl';
import { IMPORTS, importArguments, type MeasuredCommand, measureCommand, measureProgram } from './command.ts';
import { startSimulator } from './simulator.ts';
import { writeWorkbook } from './workbook.ts';

/** Two sizes, because memory must not grow from one to the other; `LEADWIRE_BENCH_SIZES=1000000` for a long run. */
const SIZES = (process.env.LEADWIRE_BENCH_SIZES ?? '100000,300000').split(',').map(Number);
const FETCHES = 20_000;
const AT_ONCE = 50;

export interface FileBench {
  readonly name: string;
  readonly rows: number;
  readonly perSecond: number;
  readonly perCpuSecond: number;
  readonly peakMiB?: number;
  readonly aliveMiB?: number | undefined;
}

/** Files through the command into simulators in another process, beside bare readers of them and a bare loop of fetch. */
export async function benchFiles(): Promise<FileBench[]> {
  const found: FileBench[] = [await fetchLoop()];
  for (const rows of SIZES)
    for (const kind of ['CSV', 'xlsx'] as const)
      await inFolder(async (folder) => {
        const path = join(folder, `${rows}.${kind.toLowerCase()}`);
        if (kind === 'CSV') await writeCsv(path, rows);
        else await writeWorkbook(path, () => table(rows));
        const reader = kind === 'CSV' ? 'csv-parse alone' : 'yauzl and saxes alone';
        found.push(line(`${kind}, ${reader}`, rows, await measureProgram([import.meta.filename, 'bare', path])));
        const check = await measureCommand(['check', path, '--country', 'IN']);
        found.push(line(`${kind}, leadwire check`, rows, check));
        found.push(line(`${kind}, leadwire import in bulk (topcalls)`, rows, await importFile('bulk', path)));
        found.push(line(`${kind}, leadwire import one by one (autocalls)`, rows, await importFile('single', path)));
      });
  return found;
}

export async function inFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'leadwire-bench-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Into simulators and a ledger that hold nothing yet. */
const importFile = (kind: keyof typeof IMPORTS, path: string): Promise<MeasuredCommand> =>
  inFolder(async (folder) => {
    const simulator = await startSimulator();
    try {
      const { to, place } = IMPORTS[kind];
      const given = { to, place, baseUrl: String(simulator.urls[to]), ledger: join(folder, 'bench.leadwire') };
      return await measureCommand(importArguments(path, given));
    } finally {
      simulator.stop();
    }
  });

/** What any program would do without a ledger, limits or retries. */
async function fetchLoop(): Promise<FileBench> {
  const simulator = await startSimulator();
  let next = 0;
  const worker = async () => {
    while (next < FETCHES) {
      const response = await fetch(`${simulator.urls.autocalls}/user/lead`, {
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
  simulator.stop();
  return {
    name: `bare fetch, ${AT_ONCE} at once (autocalls)`,
    rows: FETCHES,
    perSecond: Math.round(FETCHES / seconds),
    perCpuSecond: Math.round(FETCHES / ((user + system) / 1_000_000)),
  };
}

function line(
  name: string,
  rows: number,
  { cpuSeconds, liveMiB, peakMiB, seconds, summary }: MeasuredCommand,
): FileBench {
  const done = ['rows', 'ready', 'created', 'existed'].some((count) => summary[count] === rows);
  if (!done) throw new Error(`${name}: ${JSON.stringify(summary)}`);
  return {
    name,
    rows,
    perSecond: Math.round(rows / seconds),
    perCpuSecond: Math.round(rows / cpuSeconds),
    peakMiB: Math.round(peakMiB),
    aliveMiB: liveMiB && Math.round(liveMiB),
  };
}

const CITIES = ['Pune', 'Mumbai', 'Delhi', 'Chennai'];

/** Leads with phones as people type them: in E.164, and as at home. */
function* table(rows: number): Generator<readonly (string | number)[]> {
  yield ['Name', 'Mobile', 'Email', 'City', 'Budget'];
  for (let row = 0; row < rows; row++) {
    const phone = String(9_810_000_000 + row * 7);
    const written = row % 2 === 0 ? `+91${phone}` : `${phone.slice(0, 5)} ${phone.slice(5)}`;
    yield [`Asha Rao ${row}`, written, `lead.${row}@example.com`, CITIES[row % CITIES.length] ?? '', row % 1000];
  }
}

export const writeCsv = (path: string, rows: number): Promise<void> =>
  pipeline(
    Readable.from(table(rows)),
    async function* (source: AsyncIterable<readonly (string | number)[]>) {
      for await (const cells of source) yield `${cells.join(',')}\r\n`;
    },
    createWriteStream(path),
  );

async function readCsvBare(path: string): Promise<number> {
  let rows = -1;
  for await (const _ of createReadStream(path).pipe(parse())) rows++;
  return rows;
}

async function readWorkbookBare(path: string): Promise<number> {
  const zip = await yauzl.openPromise(path, { autoClose: false, lazyEntries: true });
  const strings: string[] = [];
  let rows = -1;
  for await (const entry of zip.eachEntry()) {
    const isTexts = entry.fileName.endsWith('sharedStrings.xml');
    if (!isTexts && !entry.fileName.includes('worksheets/')) continue;
    const parser = new SaxesParser();
    parser.on('text', (text) => (isTexts ? strings.push(text) : strings[Number(text)]));
    parser.on('closetag', ({ name }) => (rows += name === 'row' ? 1 : 0));
    for await (const text of (await zip.openReadStreamPromise(entry)).setEncoding('utf8')) parser.write(text as string);
    parser.close();
  }
  zip.close();
  return rows;
}

if (process.argv[2] === 'bare') {
  // Reads every cell of a file with the library alone, in its own process.
  const path = process.argv[3] ?? '';
  const rows = await (path.endsWith('.xlsx') ? readWorkbookBare(path) : readCsvBare(path));
  console.log(JSON.stringify({ type: 'summary', rows }));
} else if (process.argv[1] === import.meta.filename) console.table(await benchFiles());
