import type { ApiKey } from '@leadwire/generated-autocalls';
import { type Collection, createTable } from '../framework/state/collection.ts';
import { created, message, ok } from './answers.ts';
import { isoTime } from './times.ts';
import { type Area, createSequence, type World } from './world.ts';

export interface Account extends Area {
  readonly apiKeys: Collection<number, ApiKey>;
  /** Whether this token belonged to a key that was deleted; a key that lives is marked as used. */
  isRevoked(token: string): boolean;
}

interface KeyRow {
  readonly id: number;
  readonly name: string;
  readonly token: string;
  readonly createdAt: number;
  lastUsedAt: number | undefined;
}

export function createAccount(world: World): Account {
  const { rows, collection } = createTable<number, KeyRow, ApiKey>(({ id, name, createdAt, lastUsedAt }) => ({
    id,
    name,
    last_used_at: lastUsedAt === undefined ? null : isoTime(lastUsedAt),
    created_at: isoTime(createdAt),
  }));
  const byToken = new Map<string, KeyRow>();
  const ids = createSequence();

  return {
    apiKeys: collection,
    isRevoked(token) {
      const row = byToken.get(token);
      if (row === undefined) return false;
      if (!rows.has(row.id)) return true;
      row.lastUsedAt = world.context.now();
      return false;
    },
    handlers: {
      'account.me': () => ok({ name: 'John Doe', email: 'john.doe@example.com', total_balance: world.balance }),
      'apiKeys.list': () => ok({ api_keys: collection.all() }),
      'apiKeys.create'({ body, operationId }) {
        const id = ids.next();
        const token = `${id}|${world.context.random.hex(40)}`;
        const row: KeyRow = { id, name: body.name, token, createdAt: world.context.now(), lastUsedAt: undefined };
        rows.set(id, row);
        byToken.set(token, row);
        world.record(operationId, 'created', 'apiKey', id);
        // The answer has no id; it must be looked up in the list.
        const key = { name: row.name, token, created_at: isoTime(row.createdAt) };
        return created({ message: 'API key created successfully.', api_key: key });
      },
      'apiKeys.delete'({ params, operationId }) {
        const id = Number(params.id);
        if (!rows.delete(id)) return message(404, 'API key not found.');
        world.record(operationId, 'deleted', 'apiKey', id);
        return message(200, 'API key deleted successfully.');
      },
    },
    reset() {
      rows.clear();
      byToken.clear();
      ids.reset();
    },
  };
}
