import { createReadStream, rmSync } from 'node:fs';
import { join, parse } from 'node:path';
import type { Readable } from 'node:stream';
import type { OpenedFile } from '@leadwire/files';
import { openRejectedFile, openReport } from '@leadwire/importer';
import type { RowTable } from './row-table.ts';

export interface RowDownloadOptions {
  /** Where it may be put for the time that it takes. */
  readonly folder: string;
  readonly name: string;
  readonly file: OpenedFile;
  readonly table: RowTable;
}

/** A file to download. */
export interface Download {
  readonly name: string;
  readonly body: Readable;
}

/** The report or the rejected rows, as the command writes them. */
export async function rowDownload(
  what: 'report' | 'rejected',
  { folder, name, file, table }: RowDownloadOptions,
): Promise<Download> {
  const ending = what === 'rejected' && file.format.endsWith('JSON') ? '.ndjson' : '.csv';
  const path = join(folder, `${what}-${Date.now()}${ending}`);
  if (what === 'report') {
    const report = await openReport(path, { ...file, input: '' });
    for (const row of table.each('all'))
      await report.add({ ...row, outcome: row.outcome || 'open', phone: row.dialled || undefined });
    await report.close();
  } else {
    const rejected = await openRejectedFile(path, { ...file, input: '' });
    for (const row of table.each('outcome:rejected')) await rejected.add(row.cells);
    await rejected.close();
  }
  const body = createReadStream(path).once('close', () => rmSync(path, { force: true }));
  return { name: `${parse(name).name}-${what}${ending}`, body };
}
