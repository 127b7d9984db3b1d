import { once } from 'node:events';
import { parse } from 'node:path';
import { PassThrough, type Readable } from 'node:stream';
import type { OpenedFile } from '@leadwire/files';
import { type ByteSink, openRejectedFile, openReport } from '@leadwire/importer';
import type { RowTable } from './row-table.ts';

/** A file to download. */
export interface Download {
  readonly name: string;
  readonly body: Readable;
}

/** The report or the rejected rows, as the command writes them: written while they are downloaded, and not to the disk. */
export function rowDownload(what: 'report' | 'rejected', file: OpenedFile, table: RowTable): Download {
  const body = new PassThrough();
  const write = what === 'report' ? writeReport : writeRejected;
  write(sinkOf(body), file, table).catch((error: Error) => body.destroy(error));
  const ending = what === 'rejected' && file.format.endsWith('JSON') ? 'ndjson' : 'csv';
  return { name: `${parse(file.name).name}-${what}.${ending}`, body };
}

/** Waits until what was written is read, and throws where the download was broken off. */
const sinkOf = (body: PassThrough): ByteSink => ({
  async appendFile(bytes) {
    if (!body.destroyed && !body.write(bytes)) await Promise.race([once(body, 'drain'), once(body, 'close')]);
    if (body.destroyed) throw new Error('the download was broken off');
  },
  async close() {
    body.end();
  },
});

async function writeReport(sink: ByteSink, file: OpenedFile, table: RowTable): Promise<void> {
  const delimiter = file.delimiter === '\t' ? ',' : file.delimiter; // a .csv with tabs opens as one column
  const report = await openReport(sink, { ...file, delimiter, input: '' });
  for (const row of table.each('all'))
    await report.add({ ...row, outcome: row.outcome || 'open', phone: row.dialled || undefined });
  await report.close();
}

async function writeRejected(sink: ByteSink, file: OpenedFile, table: RowTable): Promise<void> {
  const rejected = await openRejectedFile(sink, { ...file, input: '' });
  for (const row of table.each('outcome:rejected')) await rejected.add(row.cells);
  await rejected.close();
}
