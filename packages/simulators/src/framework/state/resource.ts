import type { Call, Handler, Reply, SimulatorContext } from '../provider.ts';
import { type Collection, createTable } from './collection.ts';

/** A record without rules: what was sent, its id and its times. */
export interface ResourceRecord {
  readonly id: number | string;
  readonly [field: string]: unknown;
}

export interface Resource {
  readonly collection: Collection<ResourceRecord['id'], ResourceRecord>;
  readonly handlers: Readonly<Record<string, Handler>>;
  /** Adds a record that existed before the test: no request, no effect. */
  add(record: Readonly<Record<string, unknown>>): ResourceRecord;
  /** The records that lists and searches show by now. */
  listed(): ResourceRecord[];
  /** Changes a record for an operation that is not one of the five; undefined where the record does not exist. */
  change(id: ResourceRecord['id'], changes: object): ResourceRecord | undefined;
  reset(): void;
}

interface ResourceOptions {
  /** Start of its operations' ids: `tools` for `tools.create`, `tools.list`, `tools.get`, `tools.update` and `tools.delete`. */
  readonly operations: string;
  /** Its name in the record of effects. */
  readonly name: string;
  readonly notFound: () => Reply;
  /** Fields of a record that the request did not send. */
  readonly defaults?: Readonly<Record<string, unknown>>;
  /** Records at the start. */
  readonly first?: readonly Readonly<Record<string, unknown>>[];
  /** The id of the nth record. @default a UUID where the spec takes one, else the number */
  idOf?(count: number): ResourceRecord['id'];
  /** Of a create. @default 201 */
  readonly createdStatus?: number;
  /** How the vendor writes its times. @default ISO 8601 */
  readonly times?: 'seconds';
  /** What the operation that removes a record is called, and recorded as. @default 'delete' */
  readonly removes?: 'delete' | 'archive';
  /** A record with what an update changes. @default its fields, one by one */
  merge?(record: ResourceRecord, changes: object): object;
  /** Whether another record has the key of the one that a create or an update wants. */
  isSame?(wanted: Readonly<Record<string, unknown>>, other: ResourceRecord): boolean;
  /** The response to a create that meets it: a refusal, which an update gets, too, or the record that is there, by `show`. */
  onSame?(held: ResourceRecord, show: (held: ResourceRecord, status: number) => Reply): Reply;
  /** The header whose value makes a repeat the same request, which gets the same response. */
  readonly keyHeader?: string;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** Whether a response shows this id, at its top or one level below. */
const shows = (body: unknown, id: ResourceRecord['id']): boolean =>
  isObject(body) && (body.id === id || Object.values(body).some((part) => isObject(part) && part.id === id));

/**
 * Creates, lists, gets, updates and deletes records whose responses are made from the spec: each is valid by its schema, and shows what was sent.
 * Records that a path nests are kept apart by the ids before theirs.
 * @example const tools = createResource(context, { operations: 'tools', name: 'tool', notFound: () => message(404, 'Tool not found') })
 */
export function createResource(context: SimulatorContext, options: ResourceOptions): Resource {
  const { name, operations, createdStatus = 201, defaults, first = [], keyHeader, removes = 'delete', times } = options;
  const merge = options.merge ?? ((_: ResourceRecord, changes: object) => changes);
  const { rows, collection } = createTable<string, ResourceRecord, ResourceRecord>((row) => row);
  let last = 0;
  const now = (): string | number =>
    times === 'seconds' ? Math.floor(context.now() / 1_000) : new Date(context.now()).toISOString();
  const readTime = (at: unknown): number => (times === 'seconds' ? Number(at) * 1_000 : Date.parse(String(at)));
  const keyOf = (parents: readonly string[], id: unknown): string => [...parents, String(id)].join('/');
  const pathOf = ({ params }: Call): string[] => Object.values(params);
  const note = (kind: 'created' | 'updated' | 'deleted' | 'archived', { id }: ResourceRecord): void =>
    context.record(kind, name, id);

  function respond(call: Call, body: object, status = 200): Reply {
    const example = context.example({ ...call, body: { message: `${name} saved`, ...body } });
    return example === undefined ? { status: 204 } : { status, body: example };
  }

  function draft(body: unknown, id: ResourceRecord['id'] = last): ResourceRecord {
    const at = now();
    const times = { created_at: at, updated_at: at, createdAt: at, updatedAt: at };
    return { ...times, ...defaults, ...(body as object), id };
  }

  /** The spec says whether ids are numbers; where a response shows none, they are. */
  function nextId(call: Call): ResourceRecord['id'] {
    last += 1;
    if (options.idOf !== undefined) return options.idOf(last);
    const uuid = context.random.uuid();
    return shows(context.example({ ...call, body: { id: uuid } }), uuid) ? uuid : last;
  }

  /** What meets another record that has the same key; undefined where none does. */
  function met(call: Call, wanted: Readonly<Record<string, unknown>>, own?: ResourceRecord): Reply | undefined {
    for (const other of options.isSame === undefined ? [] : rows.values())
      if (other !== own && options.isSame?.(wanted, other))
        return options.onSame?.(other, (held, status) => respond(call, held, status));
    return undefined;
  }

  const replies = new Map<string, Reply>();

  function create(call: Call): Reply {
    const key = keyHeader === undefined ? undefined : call.header(keyHeader);
    const reply = replies.get(key ?? '') ?? met(call, call.body as ResourceRecord) ?? made(call);
    if (key !== undefined) replies.set(key, reply);
    return reply;
  }

  function made(call: Call): Reply {
    const record = draft(call.body, nextId(call));
    rows.set(keyOf(pathOf(call), record.id), record);
    note('created', record);
    return respond(call, record, createdStatus);
  }

  const listed = (): ResourceRecord[] =>
    [...rows.values()].filter(({ createdAt }) => context.isListed(readTime(createdAt)));

  function list(call: Call): Reply {
    const start = keyOf(pathOf(call), '');
    const held = [...rows].filter(([key]) => key.startsWith(start)).map(([, record]) => record);
    return { status: 200, body: context.exampleList(call, held) };
  }

  const withRecord =
    (act: (key: string, record: ResourceRecord, call: Call) => Reply): Handler =>
    (call) => {
      const key = pathOf(call).join('/');
      const record = rows.get(key);
      return record === undefined ? options.notFound() : act(key, record, call);
    };

  function write(key: string, record: ResourceRecord, changes: object): ResourceRecord {
    const at = now();
    const changed = { ...record, ...merge(record, changes), id: record.id, updated_at: at, updatedAt: at };
    rows.set(key, changed);
    note('updated', changed);
    return changed;
  }

  function update(key: string, record: ResourceRecord, call: Call): Reply {
    const reply = met(call, { ...record, ...merge(record, call.body as object) }, record);
    if (reply !== undefined && reply.status >= 400) return reply;
    return respond(call, write(key, record, call.body as object));
  }

  function add(body: Readonly<Record<string, unknown>>): ResourceRecord {
    const id = (body.id as ResourceRecord['id'] | undefined) ?? last + 1;
    if (typeof id === 'number') last = Math.max(last, id);
    const record = draft(body, id);
    rows.set(keyOf([], id), record);
    return record;
  }

  function reset(): void {
    rows.clear();
    replies.clear();
    last = 0;
    first.forEach(add);
  }

  reset();
  return {
    collection: {
      ...collection,
      get: (id) => collection.get(String(id)),
      get length() {
        return collection.length;
      },
    },
    add,
    listed,
    change(id, changes) {
      const record = rows.get(String(id));
      return record && write(String(id), record, changes);
    },
    handlers: {
      [`${operations}.list`]: list,
      [`${operations}.create`]: create,
      [`${operations}.get`]: withRecord((_, record, call) => respond(call, record)),
      [`${operations}.update`]: withRecord(update),
      [`${operations}.${removes}`]: withRecord((key, record, call) => {
        rows.delete(key);
        note(`${removes}d`, record);
        return respond(call, record);
      }),
    },
    reset,
  };
}
