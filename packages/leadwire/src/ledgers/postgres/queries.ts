import type { Ledger, LedgerFilter, LedgerState } from '@leadwire/core';
import { emptyCounts, refuseUnfinished } from '../ledger-filter.ts';
import type { Database, Work } from './database.ts';
import { type StoredRow, storable, toRow } from './row.ts';

const FINISHED = "state in ('confirmed', 'rejected', 'duplicate')";

/** What looks at many rows at once. */
export function createQueries(
  { transaction, during }: Database,
  schema: string,
): Pick<Ledger, 'get' | 'list' | 'counts' | 'prune'> {
  const look = <Value>(work: Work<Value>): Promise<Value> => during(() => transaction('view', work));
  const readRows = (sql: string, values: unknown[]) =>
    look(async (client, aheadMs) => {
      const found = await client.query<StoredRow & { seq: string }>(sql, values);
      return found.rows.map((stored) => ({ seq: stored.seq, row: toRow(stored, aheadMs) }));
    });
  return {
    async get({ provider, account, key }) {
      const sql = `select * from ${schema}.effect where provider = $1 and account = $2 and key = $3`;
      const [found] = await readRows(sql, [provider, account, key].map(storable));
      return found?.row;
    },
    async *list(filter = {}) {
      const { where, values } = condition(filter, 1);
      let seq = '0';
      for (;;) {
        const page = await readRows(
          `select * from ${schema}.effect where seq > $1 and ${where} order by seq limit 500`,
          [seq, ...values],
        );
        if (page.length === 0) return;
        for (const { row } of page) yield row;
        seq = page.at(-1)?.seq ?? seq;
      }
    },
    async counts(filter = {}) {
      const { where, values } = condition(filter, 0);
      const counts = emptyCounts();
      const sql = `select state, count(*)::integer as count from ${schema}.effect where ${where} group by state`;
      const found = await look((client) => client.query<{ state: LedgerState; count: number }>(sql, values));
      for (const { state, count } of found.rows) counts[state] = count;
      return counts;
    },
    prune: (before, filter = {}) =>
      look(async (client, aheadMs) => {
        const { where, values: chosen } = condition(filter, 1);
        const values = [Math.round(before + aheadMs), ...chosen];
        const old = `from ${schema}.effect where updated_at < $1 and ${where}`;
        const open = await client.query<{ count: number }>(
          `select count(*)::integer as count ${old} and not ${FINISHED}`,
          values,
        );
        refuseUnfinished(open.rows[0]?.count ?? 0);
        // Locked in the same order as a batch is: they would wait for each other.
        const finished = `array(select seq ${old} and ${FINISHED} order by seq for update)`;
        const removed = await client.query(`delete from ${schema}.effect where seq = any(${finished})`, values);
        return removed.rowCount ?? 0;
      }),
  };
}

function condition({ provider, account, states }: LedgerFilter, taken: number): { where: string; values: unknown[] } {
  const values: unknown[] = [];
  const place = (value: unknown): string => `$${taken + values.push(value)}`;
  const parts = [
    provider === undefined ? 'true' : `provider = ${place(storable(provider))}`,
    account === undefined ? 'true' : `account = ${place(storable(account))}`,
    states === undefined ? 'true' : `state = any(${place(states)})`,
  ];
  return { where: parts.join(' and '), values };
}
