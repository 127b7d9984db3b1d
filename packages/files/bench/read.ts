// How fast files are read, and in how much memory: node --expose-gc --conditions=leadwire-source bench/read.ts [rows] [file.xlsx]
// Goals: 15,000 rows/s of CSV and 8,000 of xlsx on one core, memory flat from 100,000 rows to a million.
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { type OpenedFile, openFile } from '@leadwire/files';
import { parse } from 'csv-parse';

const count = Number(process.argv[2] ?? 300_000);
const workbook = process.argv[3];
const signal = new AbortController().signal;

function* csv(rows: number): Generator<Buffer> {
  yield Buffer.from('Name,Phone,Email,City,Remark\n');
  for (let row = 0; row < rows; row += 100) {
    const lines = Array.from(
      { length: 100 },
      (_, at) =>
        `Lead ${row + at},${6_000_000_000 + (((row + at) * 7919) % 3_999_999_999)},l${row + at}@example.com,Pune,"called, twice"`,
    );
    yield Buffer.from(`${lines.join('\n')}\n`);
  }
}

let peak = 0;
const look = (rows: number): void => {
  if (rows % 5000 === 0) peak = Math.max(peak, process.memoryUsage.rss());
};

async function measure(name: string, read: () => Promise<number>): Promise<void> {
  globalThis.gc?.();
  peak = 0;
  const cpu = process.cpuUsage();
  const rows = await read();
  const { user, system } = process.cpuUsage(cpu);
  const perSecond = Math.round(rows / ((user + system) / 1e6));
  console.log(`${name}: ${rows} rows, ${perSecond} rows per CPU second, peak ${Math.round(peak / 1e6)} MB`);
}

async function leads(file: OpenedFile): Promise<number> {
  let rows = 0;
  for await (const _ of file.rows()) look(++rows);
  return rows;
}

await measure('csv-parse alone', async () => {
  let rows = 0;
  for await (const _ of Readable.from(csv(count)).pipe(parse())) look(++rows);
  return rows;
});
await measure('openFile, CSV', async () =>
  leads(await openFile({ name: 'leads.csv', bytes: Readable.from(csv(count)), signal }, { country: 'IN' })),
);
if (workbook !== undefined)
  await measure('openFile, xlsx', async () =>
    leads(await openFile({ path: workbook, stdin: createReadStream('/dev/null'), signal }, { country: 'IN' })),
  );
