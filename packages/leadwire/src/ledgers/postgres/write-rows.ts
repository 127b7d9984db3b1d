import type { LedgerRow } from '@leadwire/core';
import type { ClientBase } from 'pg';
import { COLUMNS, type Column, toRecord } from './row.ts';

const ALL = Object.keys(COLUMNS) as Column[];
const KEY: readonly Column[] = ['provider', 'account', 'key'];
const FIXED: readonly Column[] = [...KEY, 'fingerprint', 'subject', 'payload', 'ref'];
const COURSE = ALL.filter((name) => !FIXED.includes(name));

const assign = (names: readonly Column[]): string => names.map((name) => `${name} = given.${name}`).join(', ');
const REPLACE = assign(ALL.filter((name) => !KEY.includes(name)));
// What is to be sent is most of a row. It does not travel with every step: it stays where it is, or goes.
const GO_ON = `${assign(COURSE)}, payload = case when given.payload is not null then effect.payload end`;
const SAME = KEY.map((name) => `effect.${name} = given.${name}`).join(' and ');

/** Writes rows of one transaction, all of a kind in one statement. */
export function createStore(client: ClientBase, schema: string, aheadMs: number) {
  const write = async (rows: readonly LedgerRow[], columns: readonly Column[], sql: (given: string) => string) => {
    if (rows.length === 0) return;
    const given = `json_to_recordset($1) as given (${columns.map((name) => `${name} ${COLUMNS[name]}`).join(', ')})`;
    await client.query(sql(given), [
      JSON.stringify(
        rows.map((row) => toRecord(row, aheadMs)),
        [...columns],
      ),
    ]);
  };
  return {
    insert: (rows: readonly LedgerRow[]) =>
      write(
        rows,
        ALL,
        (given) => `insert into ${schema}.effect (${ALL.join(', ')}) select ${ALL.join(', ')} from ${given}`,
      ),
    /** Rows that are about something else now. */
    replace: (rows: readonly LedgerRow[]) =>
      write(rows, ALL, (given) => `update ${schema}.effect set ${REPLACE} from ${given} where ${SAME}`),
    /** What became of rows. */
    goOn: (rows: readonly LedgerRow[]) =>
      write(
        rows.map((row) => ({ ...row, payload: row.payload === undefined ? undefined : '' })),
        [...KEY, ...COURSE, 'payload'],
        (given) => `update ${schema}.effect set ${GO_ON} from ${given} where ${SAME}`,
      ),
  };
}
