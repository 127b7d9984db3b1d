import type { LedgerRow } from '@leadwire/core';
import { IDENTITY_COLUMNS, PROGRESS_COLUMNS } from '../../columns.ts';
import type { Session } from '../database.ts';
import { COLUMNS, declared, toRecords } from '../row.ts';

const GIVEN = `json_to_recordset($1) as given (${COLUMNS.map(declared).join(', ')})`;
const SAME = 'effect.key = given.key and effect.provider = given.provider and effect.account = given.account';
const assign = (columns: readonly string[]): string => columns.map((name) => `${name} = given.${name}`).join(', ');

export async function insertRows({ aheadMs, client, schema }: Session, rows: readonly LedgerRow[]): Promise<void> {
  if (rows.length === 0) return;
  const names = COLUMNS.join(', ');
  await client.query(`insert into ${schema}.effect (${names}) select ${names} from ${GIVEN}`, [
    toRecords(rows, aheadMs),
  ]);
}

const ALL = assign([...Object.keys(IDENTITY_COLUMNS), ...Object.keys(PROGRESS_COLUMNS)]);

/** Writes rows whose payload has changed. */
export async function replaceRows({ aheadMs, client, schema }: Session, rows: readonly LedgerRow[]): Promise<void> {
  if (rows.length === 0) return;
  await client.query(`update ${schema}.effect set ${ALL} from ${GIVEN} where ${SAME}`, [toRecords(rows, aheadMs)]);
}

/** What no progress changes, and so does not travel. */
const UNCHANGED = { fingerprint: '', dedupeKey: undefined, ref: undefined, importId: undefined } as const;
const PROGRESS = assign(Object.keys(PROGRESS_COLUMNS).filter((name) => name !== 'payload'));

/** Writes the progress of rows. The payload is most of a row, so it does not travel: it stays as it is, or is cleared. */
export async function updateRows({ aheadMs, client, schema }: Session, rows: readonly LedgerRow[]): Promise<void> {
  if (rows.length === 0) return;
  const light = rows.map((row) => ({ ...row, ...UNCHANGED, payload: row.payload === undefined ? undefined : '' }));
  await client.query(
    `update ${schema}.effect set ${PROGRESS}, payload = case when given.payload is not null then effect.payload end
     from ${GIVEN} where ${SAME}`,
    [toRecords(light, aheadMs)],
  );
}
