import type { Issue } from './errors.ts';

/** The values that JSON cannot hold, or would write as null, each with its path below the one given. */
export const notJson = (body: unknown, path = ''): readonly Issue[] => unwritable(body, path, []);

function unwritable(value: unknown, path: string, above: readonly unknown[]): Issue[] {
  if (typeof value === 'bigint') return [fault(path, 'must not be a bigint: JSON has none, so send it as text')];
  if (typeof value === 'number' && !Number.isFinite(value))
    return [fault(path, `must not be ${value}: JSON would send null`)];
  const emptied = emptiedByJson(value);
  if (emptied !== undefined) return [fault(path, `must not be ${emptied}: JSON would send nothing of it`)];
  if (typeof value !== 'object' || value === null) return [];
  if (value instanceof Date)
    return Number.isNaN(value.getTime()) ? [fault(path, 'must not be an invalid date: JSON would send null')] : [];
  if (above.includes(value)) return [fault(path, 'must not contain itself')];
  const inside = [...above, value];
  return Object.entries(value).flatMap(([name, inner]) =>
    unwritable(inner, path === '' ? name : `${path}.${name}`, inside),
  );
}

/** What JSON leaves out or writes as `{}`, such as the promise of a forgotten `await`. */
export function emptiedByJson(value: unknown): string | undefined {
  if (typeof value === 'function' || typeof value === 'symbol') return `a ${typeof value}`;
  if (value instanceof Map) return 'a Map';
  if (value instanceof Set) return 'a Set';
  if (value instanceof RegExp) return 'a regular expression';
  return value instanceof Promise ? 'a promise' : undefined;
}

const fault = (path: string, message: string): Issue => ({ path, message, code: 'not-json' });
