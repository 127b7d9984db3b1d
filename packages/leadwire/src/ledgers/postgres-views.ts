import type { Ledger, LedgerFilter, LedgerState } from '@leadwire/core';
import { emptyCounts, refuseUnfinished } from './filter.ts';
import type { Database } from './postgres-database.ts';
import { type StoredRow, toRow } from './postgres-shelf.ts';

const FINISHED = "state in ('confirmed', 'rejected', 'duplicate')";

/** What looks at many rows at once. */
export function createViews(
  { transaction }: Database,
  schema: string,
): Pick<Ledger, 'get' | 'list' | 'counts' | 'prune'> {
  const read = <Row extends object>(sql: string, values: unknown[]): Promise<Row[]> =>
    transaction('view', async (client) => (await client.query<Row>(sql, values)).rows);
  return {
    async get({ provider, account, key }) {
      const sql = `select * from ${schema}.effect where provider = $1 and account = $2 and key = $3`;
      const [found] = await read<StoredRow>(sql, [provider, account, key]);
      return found && toRow(found);
    },
    async *list(filter = {}) {
      const { where, values } = condition(filter, 1);
      let seq = '0';
      for (;;) {
        const page = await read<StoredRow>(
          `select * from ${schema}.effect where seq > $1 and ${where} order by seq limit 500`,
          [seq, ...values],
        );
        if (page.length === 0) return;
        for (const stored of page) yield toRow(stored);
        seq = page.at(-1)?.seq ?? seq;
      }
    },
    async counts(filter = {}) {
      const { where, values } = condition(filter, 0);
      const counts = emptyCounts();
      const sql = `select state, count(*)::integer as count from ${schema}.effect where ${where} group by state`;
      for (const { state, count } of await read<{ state: LedgerState; count: number }>(sql, values))
        counts[state] = count;
      return counts;
    },
    prune: (before, filter = {}) =>
      transaction('view', async (client) => {
        const { where, values } = condition(filter, 1);
        const old = `from ${schema}.effect where updated_at < $1 and ${where}`;
        const open = await client.query<{ count: number }>(
          `select count(*)::integer as count ${old} and not ${FINISHED}`,
          [before, ...values],
        );
        refuseUnfinished(open.rows[0]?.count ?? 0);
        const removed = await client.query(`delete ${old} and ${FINISHED}`, [before, ...values]);
        return removed.rowCount ?? 0;
      }),
  };
}

function condition({ provider, account, states }: LedgerFilter, taken: number): { where: string; values: unknown[] } {
  const values: unknown[] = [];
  const place = (value: unknown): string => `$${taken + values.push(value)}`;
  const parts = [
    provider === undefined ? 'true' : `provider = ${place(provider)}`,
    account === undefined ? 'true' : `account = ${place(account)}`,
    states === undefined ? 'true' : `state = any(${place(states)})`,
  ];
  return { where: parts.join(' and '), values };
}
