import { createReadStream } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parsePhone } from '@leadwire/core/phone';
import { parse } from 'csv-parse';

/** The sample spreadsheet: leads of twenty countries, their phones as people type them, some wrong and some twice. */
export const SAMPLE = fileURLToPath(new URL('../sample-leads.csv', import.meta.url));

export interface SampleRow {
  /** Digits of its phone in E.164; undefined where it has no usable one. */
  readonly digits: string | undefined;
}

export async function readSample(): Promise<SampleRow[]> {
  const rows: SampleRow[] = [];
  for await (const row of createReadStream(SAMPLE).pipe(parse({ columns: true, bom: true }))) {
    const phone = parsePhone((row as { Mobile: string }).Mobile, { defaultCountry: 'IN' });
    rows.push({ digits: phone.ok ? phone.value.e164.slice(1) : undefined });
  }
  return rows;
}
