import type { Call, Handler, Reply } from '../framework/provider.ts';
import { type Collection, createTable } from '../framework/state/collection.ts';
import { listPage, type Query } from './list.ts';
import { accountOf, type Handlers, notFound, ok, type World } from './world.ts';

export interface AccountRow {
  readonly id: number;
  /** Undefined for a record of every account. */
  readonly accountId: string | undefined;
  readonly createdAt: number;
  updatedAt: number;
}

interface AccountRecordsOptions<Row, View> {
  /** Start of its operations' ids: `leadSources` for `leadSources.list`. */
  readonly operations: string;
  /** `Lead source`, as a refusal names it. */
  readonly title: string;
  /** Its name in the record of effects. */
  readonly resource: string;
  /** The properties that may filter and sort. */
  readonly names: readonly (keyof View & string)[];
  /** Filters of a list, unless the request has others. */
  readonly listed?: Query;
  readonly view: (row: Row, accountId: string) => View;
  /** Applies an update, or says why it is refused. */
  readonly change: (row: Row, call: Call) => Reply | undefined;
}

/** Records that belong to an account, or to every account: they are listed, read, changed and deleted. */
export class AccountRecords<Row extends AccountRow, View extends object> {
  readonly world: World;
  readonly collection: Collection<number, View>;
  handlers: Handlers;
  readonly #rows: Map<number, Row>;
  readonly #options: AccountRecordsOptions<Row, View>;
  #last = 0;

  constructor(world: World, options: AccountRecordsOptions<Row, View>) {
    const { rows, collection } = createTable<number, Row, View>((row) => this.view(row));
    this.world = world;
    this.collection = collection;
    this.#rows = rows;
    this.#options = options;
    const { operations, listed, resource } = options;
    this.handlers = {
      [`${operations}.list`]: (call: Call) => this.#list(call, { ...listed, ...call.query }),
      [`${operations}.get`]: this.withRecord((row, call) => this.#respond(row, call)),
      [`${operations}.update`]: this.withRecord((row, call) => this.change(row, call)),
      [`${operations}.delete`]: this.withRecord((row, call) => {
        rows.delete(row.id);
        world.context.record('deleted', resource, row.id);
        return this.#respond(row, call);
      }),
    } as Handlers;
  }

  get nextId(): number {
    return this.#last + 1;
  }

  insert(draft: Omit<Row, 'id' | 'createdAt' | 'updatedAt'>, id: number = this.nextId): Row {
    this.#last = Math.max(this.#last, id);
    const now = this.world.context.now();
    const row = { ...draft, id, createdAt: now, updatedAt: now } as unknown as Row;
    this.#rows.set(id, row);
    return row;
  }

  find(accountId: string, id: unknown): Row | undefined {
    return this.ofAccount(accountId).find((row) => row.id === Number(id));
  }

  ofAccount(accountId: string): Row[] {
    return Array.from(this.#rows.values()).filter((row) => (row.accountId ?? accountId) === accountId);
  }

  view(row: Row, accountId: string = this.world.home): View {
    return this.#options.view(row, row.accountId ?? accountId);
  }

  /** Acts on the record that the path names. */
  withRecord(act: (row: Row, call: Call) => Reply): Handler {
    return (call) => {
      const row = this.find(accountOf(call), Object.values(call.params)[0]);
      return row === undefined ? notFound(this.#options.title) : act(row, call);
    };
  }

  /** Changes the record that the path names, and responds with it. */
  change(row: Row, call: Call): Reply {
    const refused = this.#options.change(row, call);
    if (refused !== undefined) return refused;
    row.updatedAt = this.world.context.now();
    this.world.context.record('updated', this.#options.resource, row.id);
    return this.#respond(row, call);
  }

  reset(): void {
    this.#rows.clear();
    this.#last = 0;
  }

  #respond(row: Row, call: Call): Reply {
    return ok(this.view(row, accountOf(call)));
  }

  #list(call: Call, query: Query): Reply {
    const page = listPage(this.ofAccount(accountOf(call)), query, {
      names: this.#options.names,
      value: (row, name) => this.view(row)[name as keyof View],
      createdAt: (row) => row.createdAt,
      view: (row) => this.view(row, accountOf(call)),
    });
    return ok(page);
  }
}
