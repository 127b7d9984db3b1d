import { createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parse } from 'csv-parse';
import { SaxesParser } from 'saxes';
import yauzl from 'yauzl';
import { ZipFile } from 'yazl';
import { importArguments, type MeasuredCommand, measureCommand, measureProgram } from './command.ts';
import { startSimulator } from './import.ts';

/** Two sizes, because memory must not grow from one to the other; `LEADWIRE_BENCH_SIZES=1000000` for a long run. */
const SIZES = (process.env.LEADWIRE_BENCH_SIZES ?? '100000,300000').split(',').map(Number);
const LIST = '3c90c3cc-0d44-4b50-8888-8dd25736052a';

export interface BigFileBench {
  readonly name: string;
  readonly rows: number;
  readonly 'rows/s': number;
  readonly 'rows per CPU s': number | undefined;
  readonly 'x bare reader': string;
  readonly 'peak MiB': number | undefined;
  readonly 'alive MiB': number | undefined;
  readonly goal: string;
}

/** Large files through the command, each beside a bare reader of the same file in the same run. */
export async function benchBigFiles(): Promise<BigFileBench[]> {
  const folder = mkdtempSync(join(tmpdir(), 'leadwire-bench-'));
  try {
    const found: BigFileBench[] = [];
    for (const rows of SIZES) {
      const csv = join(folder, `${rows}.csv`);
      await pipeline(Readable.from(csvText(rows)), createWriteStream(csv));
      const xlsx = join(folder, `${rows}.xlsx`);
      await writeWorkbook(xlsx, rows);
      found.push(...(await benchFile(csv, rows)), ...(await benchFile(xlsx, rows)));
    }
    return found;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function benchFile(path: string, rows: number): Promise<BigFileBench[]> {
  const isCsv = path.endsWith('.csv');
  const kind = isCsv ? 'CSV' : 'xlsx';
  const bare = await measureProgram([import.meta.filename, 'bare', path]);
  const check = await measureCommand(['check', path, '--country', 'IN']);
  const bulk = await importInto('topcalls', ['--list-id', LIST], path);
  const single = await importInto('autocalls', ['--campaign-id', '1'], path);
  const least = isCsv ? '15,000' : '8,000';
  return [
    line(`${kind}, ${isCsv ? 'csv-parse' : 'yauzl and saxes'} alone`, bare, { bare, rows, goal: 'beside' }),
    line(`${kind}, leadwire check`, check, { bare, rows, goal: `at least ${least} rows/s on one core` }),
    line(`${kind}, leadwire import in bulk (topcalls)`, bulk, { bare, rows, goal: 'memory flat' }),
    line(`${kind}, leadwire import one by one (autocalls)`, single, { bare, rows, goal: 'memory flat' }),
  ];
}

/** Into simulators and a ledger that hold nothing yet; the file is read twice. */
async function importInto(to: string, place: readonly string[], path: string): Promise<MeasuredCommand> {
  const folder = mkdtempSync(join(tmpdir(), 'leadwire-bench-'));
  const simulator = await startSimulator();
  try {
    const given = { to, place, baseUrl: String(simulator.urls[to]), ledger: join(folder, 'bench.leadwire') };
    return await measureCommand(importArguments(path, given), {
      TOPCALLS_API_KEY: 'bench',
      AUTOCALLS_API_KEY: 'bench',
    });
  } finally {
    simulator.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Beside {
  readonly bare: MeasuredCommand;
  readonly rows: number;
  readonly goal: string;
}

function line(name: string, measured: MeasuredCommand, { bare, rows, goal }: Beside): BigFileBench {
  const { cpuSeconds, liveMiB, peakMiB, seconds, summary } = measured;
  const done = ['rows', 'ready', 'created', 'existed'].some((count) => summary[count] === rows);
  if (!done) throw new Error(`${name}: ${JSON.stringify(summary)}`);
  return {
    name,
    rows,
    'rows/s': Math.round(rows / seconds),
    'rows per CPU s': cpuSeconds && Math.round(rows / cpuSeconds),
    'x bare reader': `${(seconds / bare.seconds).toFixed(1)} x`,
    'peak MiB': peakMiB && Math.round(peakMiB),
    'alive MiB': liveMiB && Math.round(liveMiB),
    goal,
  };
}

const COLUMNS = ['Name', 'Mobile', 'Email', 'City', 'Budget'] as const;
const CITIES = ['Pune', 'Mumbai', 'Delhi', 'Chennai'];

/** Phones as people type them: in E.164, and as at home. */
function cellsOf(row: number): readonly [name: string, phone: string, email: string, city: string, budget: number] {
  const phone = String(9_810_000_000 + row * 7);
  const written = row % 2 === 0 ? `+91${phone}` : `${phone.slice(0, 5)} ${phone.slice(5)}`;
  return [`Asha Rao ${row}`, written, `lead.${row}@example.com`, CITIES[row % CITIES.length] ?? '', row % 1000];
}

function* csvText(rows: number): Generator<string> {
  yield `${COLUMNS.join(',')}\r\n`;
  for (let row = 0; row < rows; row++) yield `${cellsOf(row).join(',')}\r\n`;
}

/** As Excel writes it: texts are shared, numbers stand in their cells. */
async function writeWorkbook(path: string, rows: number): Promise<void> {
  const zip = new ZipFile();
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const add = (name: string, texts: Iterable<string>): void => zip.addReadStream(Readable.from(texts), name);
  const relations = (...parts: readonly (readonly [type: string, target: string])[]): string[] => [
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">',
    ...parts.map(
      ([type, target], at) => `<Relationship Id="rId${at + 1}" Type="${office}/${type}" Target="${target}"/>`,
    ),
    '</Relationships>',
  ];
  add('_rels/.rels', relations(['officeDocument', 'xl/workbook.xml']));
  add(
    'xl/_rels/workbook.xml.rels',
    relations(['worksheet', 'worksheets/sheet1.xml'], ['sharedStrings', 'sharedStrings.xml']),
  );
  add('xl/workbook.xml', [
    `<workbook xmlns:r="${office}"><sheets><sheet name="Leads" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  ]);
  add('xl/sharedStrings.xml', sharedStrings(rows));
  add('xl/worksheets/sheet1.xml', sheetRows(rows));
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(path));
}

const TEXT_COLUMNS = 3;
/** Texts that come once: the header, then the cities. */
const COMMON = [...COLUMNS, ...CITIES];

function* sharedStrings(rows: number): Generator<string> {
  yield '<sst>';
  for (const text of COMMON) yield `<si><t>${text}</t></si>`;
  for (let row = 0; row < rows; row++) {
    const [name, phone, email] = cellsOf(row);
    yield `<si><t>${name}</t></si><si><t>${phone}</t></si><si><t>${email}</t></si>`;
  }
  yield '</sst>';
}

function* sheetRows(rows: number): Generator<string> {
  const shared = (reference: string, index: number): string => `<c r="${reference}" t="s"><v>${index}</v></c>`;
  yield `<worksheet><sheetData><row r="1">${COLUMNS.map((_, at) => shared(`${'ABCDE'[at]}1`, at)).join('')}</row>`;
  for (let row = 0; row < rows; row++) {
    const at = row + 2;
    const texts = Array.from({ length: TEXT_COLUMNS }, (_, column) =>
      shared(`${'ABC'[column]}${at}`, COMMON.length + row * TEXT_COLUMNS + column),
    );
    const city = shared(`D${at}`, COLUMNS.length + (row % CITIES.length));
    yield `<row r="${at}">${texts.join('')}${city}<c r="E${at}"><v>${row % 1000}</v></c></row>`;
  }
  yield '</sheetData></worksheet>';
}

/** Reads every cell of a file with the library alone, in a process of its own. */
async function readBare(path: string): Promise<number> {
  return path.endsWith('.xlsx') ? readWorkbookBare(path) : readCsvBare(path);
}

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

if (process.argv[2] === 'bare')
  console.log(JSON.stringify({ type: 'summary', rows: await readBare(process.argv[3] ?? '') }));
else if (process.argv[1] === import.meta.filename) console.table(await benchBigFiles());
