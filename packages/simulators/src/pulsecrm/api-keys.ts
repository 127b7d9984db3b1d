import type { ApiKey, ApiKeyInput } from '@leadwire/generated-pulsecrm';
import { type Collection, createTable } from '../framework/state/collection.ts';
import { type Area, created, notFound, ok, time, type World } from './world.ts';

/** The generated type takes an object without named properties for an empty one. */
export type ShownKey = Omit<ApiKey, 'permissions'> & { readonly permissions: Readonly<Record<string, unknown>>[] };

export interface ApiKeys extends Area {
  readonly collection: Collection<number, ShownKey>;
  /** Whether this pair may log in; undefined for a key that was not made here. */
  check(apiKey: string, apiSecret: string): boolean | undefined;
}

interface KeyRow {
  readonly id: number;
  readonly apiKey: string;
  readonly apiSecret: string;
  settings: ApiKeyInput;
  readonly createdAt: number;
  updatedAt: number;
}

export function createApiKeys(world: World): ApiKeys {
  const { context } = world;
  const view = ({ id, apiKey, apiSecret, settings, createdAt, updatedAt }: KeyRow): ShownKey => ({
    id,
    description: settings.description,
    expiresAt: settings.expiresAt ?? null,
    // assumption: names of permissions come back as objects.
    permissions: (settings.permissions ?? []).map((each) =>
      typeof each === 'string' ? { permission: each } : { ...each },
    ),
    apiKey,
    lastFourOfSecret: apiSecret.slice(-4),
    createdAt: time(createdAt),
    updatedAt: time(updatedAt),
  });
  const { rows, collection } = createTable<number, KeyRow, ShownKey>(view);
  const byKey = new Map<string, KeyRow>();
  let lastId = 0;

  return {
    collection,
    check(apiKey, apiSecret) {
      const row = byKey.get(apiKey);
      if (row === undefined) return undefined;
      const { expiresAt } = row.settings;
      const isExpired = typeof expiresAt === 'string' && Date.parse(expiresAt) <= context.now();
      return rows.has(row.id) && row.apiSecret === apiSecret && !isExpired;
    },
    handlers: {
      'apiKeys.list': () => ok(collection.all()),
      'apiKeys.create'({ body, operationId }) {
        lastId += 1;
        const now = context.now();
        const apiKey = `apiKey-${context.random.hex(12)}`;
        const row: KeyRow = {
          id: lastId,
          apiKey,
          apiSecret: context.random.hex(40),
          settings: body,
          createdAt: now,
          updatedAt: now,
        };
        rows.set(row.id, row);
        byKey.set(apiKey, row);
        world.record(operationId, 'created', 'apiKey', row.id);
        return created({ ...view(row), apiSecret: row.apiSecret });
      },
      'apiKeys.update'({ body, params, operationId }) {
        const row = rows.get(Number(params.id));
        if (row === undefined) return notFound('API key');
        row.settings = { ...row.settings, ...body };
        row.updatedAt = context.now();
        world.record(operationId, 'updated', 'apiKey', row.id);
        return ok(view(row));
      },
      // assumption: sessions that the key has opened go on.
      'apiKeys.delete'({ params, operationId }) {
        const row = rows.get(Number(params.id));
        if (row === undefined) return notFound('API key');
        rows.delete(row.id);
        world.record(operationId, 'deleted', 'apiKey', row.id);
        return ok(view(row));
      },
    },
    reset() {
      rows.clear();
      byKey.clear();
      lastId = 0;
    },
  };
}
