import type { Call, Handler, Reply, SimulatorContext } from '../provider.ts';
import { type Collection, createTable } from './collection.ts';

/** A record of a resource that has no rules of its own: what was sent, its id and its times. */
export interface ResourceRecord {
  readonly id: number;
  readonly created_at: string;
  readonly updated_at: string;
  readonly [field: string]: unknown;
}

export interface Resource {
  readonly collection: Collection<number, ResourceRecord>;
  readonly handlers: Readonly<Record<string, Handler>>;
  has(id: unknown): boolean;
  reset(): void;
}

export interface ResourceOptions {
  /** Start of its operations' ids: `tools` for `tools.create`, `tools.list`, `tools.get`, `tools.update` and `tools.delete`. */
  readonly operations: string;
  /** Its name in the record of effects. */
  readonly name: string;
  readonly notFound: () => Reply;
  /** What a record holds where the request did not say. */
  readonly defaults?: Readonly<Record<string, unknown>>;
  /** The resource that holds this one; its id comes first in the path. */
  readonly parent?: { readonly resource: Resource; readonly notFound: () => Reply };
}

/**
 * Creates, lists, gets, updates and deletes records whose answers are made from the spec: each is valid by its schema, and shows what was sent.
 * @example const tools = createResource(context, { operations: 'tools', name: 'tool', notFound: () => message(404, 'Tool not found') })
 */
export function createResource(context: SimulatorContext, options: ResourceOptions): Resource {
  const { name, operations, parent } = options;
  const { rows, collection } = createTable<number, ResourceRecord, ResourceRecord>((row) => row);
  const parents = new Map<number, string>();
  let last = 0;
  const now = (): string => new Date(context.now()).toISOString();
  const holderOf = ({ params }: Call): string => (parent === undefined ? '' : (Object.values(params)[0] ?? ''));
  const answer = (call: Call, body: object, status = 200): Reply => ({
    status,
    body: context.example({ ...call, body }),
  });

  /** The record that a path names, or why there is none. */
  function find(call: Call): ResourceRecord | Reply {
    const record = rows.get(Number(Object.values(call.params).at(-1)));
    return record !== undefined && parents.get(record.id) === holderOf(call) ? record : options.notFound();
  }

  const withRecord =
    (act: (record: ResourceRecord, call: Call) => Reply): Handler =>
    (call) => {
      const found = find(call);
      return 'id' in found ? act(found, call) : found;
    };

  const withParent =
    (act: Handler): Handler =>
    (call) =>
      parent === undefined || parent.resource.has(holderOf(call)) ? act(call) : parent.notFound();

  function write(call: Call, record: ResourceRecord, kind: 'created' | 'updated', status: number): Reply {
    rows.set(record.id, record);
    context.record({ operationId: call.operationId, kind, resource: name, id: record.id });
    return answer(call, { ...record, message: `${name} ${kind}` }, status);
  }

  return {
    collection,
    has: (id) => rows.has(Number(id)),
    handlers: {
      [`${operations}.list`]: withParent((call) => {
        const held = [...rows.values()].filter(({ id }) => parents.get(id) === holderOf(call));
        return { status: 200, body: context.exampleList(call, held) };
      }),
      [`${operations}.create`]: withParent((call) => {
        last += 1;
        parents.set(last, holderOf(call));
        const at = now();
        return write(
          call,
          { ...options.defaults, ...(call.body as object), id: last, created_at: at, updated_at: at },
          'created',
          201,
        );
      }),
      [`${operations}.get`]: withRecord((record, call) => answer(call, record)),
      [`${operations}.update`]: withRecord((record, call) =>
        write(call, { ...record, ...(call.body as object), id: record.id, updated_at: now() }, 'updated', 200),
      ),
      [`${operations}.delete`]: withRecord((record, call) => {
        rows.delete(record.id);
        context.record({ operationId: call.operationId, kind: 'deleted', resource: name, id: record.id });
        return answer(call, { message: `${name} deleted` });
      }),
    },
    reset() {
      rows.clear();
      parents.clear();
      last = 0;
    },
  };
}
