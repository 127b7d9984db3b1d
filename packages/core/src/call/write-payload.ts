import type { Issue } from '../errors.ts';
import { err, ok, type Result } from '../result.ts';

/** A body as it is sent: JSON, written once for all attempts; undefined where there is none, and for a form. What JSON cannot hold is a fault. */
export function writePayload(body: unknown): Result<string | undefined, readonly Issue[]> {
  if (body === undefined || body instanceof FormData) return ok(undefined);
  try {
    const payload = JSON.stringify(body);
    // JSON writes NaN and Infinity as null.
    const issues = payload.includes('null') ? unwritable(body, '', []) : [];
    return issues.length > 0 ? err(issues) : ok(payload);
  } catch (fault) {
    const issues = unwritable(body, '', []);
    if (issues.length === 0) throw fault;
    return err(issues);
  }
}

function unwritable(value: unknown, path: string, above: readonly unknown[]): Issue[] {
  if (typeof value === 'bigint') return [fault(path, 'must not be a bigint: JSON has none, so send it as text')];
  if (typeof value === 'number' && !Number.isFinite(value))
    return [fault(path, `must not be ${value}: JSON would send null`)];
  if (typeof value !== 'object' || value === null) return [];
  if (value instanceof Date)
    return Number.isNaN(value.getTime()) ? [fault(path, 'must not be an invalid date: JSON would send null')] : [];
  if (above.includes(value)) return [fault(path, 'must not contain itself')];
  const inside = [...above, value];
  return Object.entries(value).flatMap(([name, inner]) =>
    unwritable(inner, path === '' ? name : `${path}.${name}`, inside),
  );
}

const fault = (path: string, message: string): Issue => ({ path, message, code: 'not-json' });
