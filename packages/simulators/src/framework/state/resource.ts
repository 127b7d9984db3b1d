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
  /** Changes a record for an operation that is not one of the five; undefined where the record does not exist. */
  change(operationId: string, id: ResourceRecord['id'], changes: object): ResourceRecord | undefined;
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
  const { name, operations, defaults, first = [] } = options;
  const { rows, collection } = createTable<string, ResourceRecord, ResourceRecord>((row) => row);
  let last = 0;
  const now = (): string => new Date(context.now()).toISOString();
  const keyOf = (parents: readonly string[], id: unknown): string => [...parents, String(id)].join('/');
  const pathOf = ({ params }: Call): string[] => Object.values(params);
  const note = (operationId: string, kind: 'created' | 'updated' | 'deleted', { id }: ResourceRecord): void =>
    context.record({ operationId, kind, resource: name, id });

  function respond(call: Call, body: object, status = 200): Reply {
    const example = context.example({ ...call, body: { message: `${name} saved`, ...body } });
    return example === undefined ? { status: 204 } : { status, body: example };
  }

  function draft(body: unknown, id: ResourceRecord['id'] = last): ResourceRecord {
    const at = now();
    const times = { created_at: at, updated_at: at, createdAt: at, updatedAt: at };
    return { ...times, ...defaults, ...(body as object), id };
  }

  function create(call: Call): Reply {
    last += 1;
    // The spec says whether ids are numbers; where a response shows none, they are.
    const uuid = context.random.uuid();
    const isUuid = shows(context.example({ ...call, body: { id: uuid } }), uuid);
    const record = draft(call.body, isUuid ? uuid : last);
    rows.set(keyOf(pathOf(call), record.id), record);
    note(call.operationId, 'created', record);
    return respond(call, record, 201);
  }

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

  function write(key: string, record: ResourceRecord, changes: object, operationId: string): ResourceRecord {
    const at = now();
    const changed = { ...record, ...changes, id: record.id, updated_at: at, updatedAt: at };
    rows.set(key, changed);
    note(operationId, 'updated', changed);
    return changed;
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
    change(operationId, id, changes) {
      const record = rows.get(String(id));
      return record && write(String(id), record, changes, operationId);
    },
    handlers: {
      [`${operations}.list`]: list,
      [`${operations}.create`]: create,
      [`${operations}.get`]: withRecord((_, record, call) => respond(call, record)),
      [`${operations}.update`]: withRecord((key, record, call) =>
        respond(call, write(key, record, call.body as object, call.operationId)),
      ),
      [`${operations}.delete`]: withRecord((key, record, call) => {
        rows.delete(key);
        note(call.operationId, 'deleted', record);
        return respond(call, record);
      }),
    },
    reset,
  };
}
