import type { Call, Reply } from '../framework/provider.ts';
import { type Collection, createTable } from '../framework/state/collection.ts';
import { listPage, type Query } from './list.ts';
import { accountOf, notFound, ok, type World } from './world.ts';

export interface AccountRow {
  readonly id: number;
  /** Undefined for a record of every account. */
  readonly accountId: string | undefined;
  readonly createdAt: number;
  updatedAt: number;
}

/** Records that belong to an account, or to every account. */
interface AccountRecords<Row extends AccountRow, View> {
  readonly collection: Collection<number, View>;
  insert(draft: Omit<Row, 'id' | 'createdAt' | 'updatedAt'>, id?: number): Row;
  find(accountId: string, id: unknown): Row | undefined;
  ofAccount(accountId: string): Row[];
  view(row: Row, accountId?: string): View;
  list(call: Call, query: Query): Reply;
  /** Acts on the record that the path names. */
  withRecord(call: Call, act: (row: Row) => Reply): Reply;
  /** Responds with the record after a change. */
  changed(call: Call, row: Row): Reply;
  get(call: Call): Reply;
  remove(call: Call): Reply;
  reset(): void;
}

interface AccountRecordsOptions<Row, View> {
  /** `Lead source`, as a refusal names it. */
  readonly title: string;
  /** Its name in the record of effects. */
  readonly resource: string;
  /** The properties that may filter and sort. */
  readonly names: readonly (keyof View & string)[];
  readonly view: (row: Row, accountId: string) => View;
}

export function createAccountRecords<Row extends AccountRow, View extends object>(
  world: World,
  { title, resource, names, view: toView }: AccountRecordsOptions<Row, View>,
): AccountRecords<Row, View> {
  const view = (row: Row, accountId = world.home) => toView(row, row.accountId ?? accountId);
  const { rows, collection } = createTable<number, Row, View>((row) => view(row));
  let lastId = 0;

  const belongs = (row: Row, accountId: string) => row.accountId === undefined || row.accountId === accountId;
  const find = (accountId: string, id: unknown) => {
    const row = rows.get(Number(id));
    return row !== undefined && belongs(row, accountId) ? row : undefined;
  };
  const ofAccount = (accountId: string) => Array.from(rows.values()).filter((row) => belongs(row, accountId));
  const respond = (call: Call, row: Row) => ok(view(row, accountOf(call)));

  function withRecord(call: Call, act: (row: Row) => Reply): Reply {
    const row = find(accountOf(call), Object.values(call.params)[0]);
    return row === undefined ? notFound(title) : act(row);
  }

  return {
    collection,
    find,
    ofAccount,
    view,
    withRecord,
    insert(draft, id = lastId + 1) {
      lastId = Math.max(lastId, id);
      const now = world.context.now();
      const row = { ...draft, id, createdAt: now, updatedAt: now } as unknown as Row;
      rows.set(id, row);
      return row;
    },
    list: (call, query) =>
      ok(
        listPage(ofAccount(accountOf(call)), query, {
          names,
          value: (row, name) => view(row)[name as keyof View],
          createdAt: (row) => row.createdAt,
          view: (row) => view(row, accountOf(call)),
        }),
      ),
    changed(call, row) {
      row.updatedAt = world.context.now();
      world.record(call.operationId, 'updated', resource, row.id);
      return respond(call, row);
    },
    get: (call) => withRecord(call, (row) => respond(call, row)),
    remove: (call) =>
      withRecord(call, (row) => {
        rows.delete(row.id);
        world.record(call.operationId, 'deleted', resource, row.id);
        return respond(call, row);
      }),
    reset() {
      rows.clear();
      lastId = 0;
    },
  };
}
