import type { OperationMeta } from '../operation.ts';
import type { CallMeta, Drift } from '../result.ts';

/** The id that an answer tells: `id`, or the name of the thing and `_id`; on top or under `data`. */
export function remoteIdOf({ id: operationId }: Pick<OperationMeta, 'id'>, value: unknown): string | undefined {
  const [resource = ''] = operationId.split('.');
  const name = `${resource.replace(/s$/, '')}_id`;
  for (const holder of [value, (value as { data?: unknown } | null | undefined)?.data]) {
    const fields = (holder ?? {}) as Record<string, unknown>;
    const id = fields.id ?? fields[name];
    if (typeof id === 'string' || typeof id === 'number') return String(id);
  }
  return undefined;
}

const ID_PATH = /(?:^|[._])id$/;

/**
 * A success proves a create only by what the spec requires of it: without the required id, or without a body, it may be the answer of a
 * gateway or of another address, and is `probable`. What is missing stands in the drift.
 */
export function certaintyOf(
  operation: OperationMeta,
  value: unknown,
  findDrift: () => readonly Drift[],
): CallMeta['certainty'] {
  if (operation.verb !== 'POST' || operation.effect === 'read') return 'certain';
  if (remoteIdOf(operation, value) !== undefined) return 'certain';
  return findDrift().some(({ path }) => path === '' || ID_PATH.test(path)) ? 'probable' : 'certain';
}
