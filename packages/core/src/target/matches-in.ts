import type { Runner } from '../call/create-client.ts';
import { unreadable } from '../call/lists/read-rows.ts';
import type { CallResult } from '../result.ts';

/** A record by which a look-up can prove something. */
interface Identified {
  readonly id?: unknown;
}

/**
 * The records that a look-up shows and that fit. Without a list, or with a fitting record that has no id, it failed and may be tried again.
 * @example matchesIn(core, await core.run('contacts.search', { body }), (page) => page.results, (contact) => isSameNumber(contact.phone, phone))
 */
export function matchesIn<Value, Match extends Identified>(
  { provider }: Pick<Runner, 'provider'>,
  found: CallResult<Value>,
  list: (value: Value) => readonly (Match | null)[] | null | undefined,
  fits: (match: Match) => boolean,
): CallResult<Match[]> {
  if (!found.ok) return found;
  const shown: unknown = isObject(found.value) ? list(found.value) : undefined;
  const matches = Array.isArray(shown) ? shown.filter((match) => isObject(match) && fits(match as Match)) : undefined;
  if (matches?.every(({ id }: Identified) => id !== undefined && id !== null) === true)
    return { ...found, value: matches };
  return { ok: false, error: unreadable(provider.name, found.meta).with({ retryable: true }), meta: found.meta };
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
