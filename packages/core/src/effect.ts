import { type FieldCondition, type OperationMeta, valuesAt } from './operation.ts';

/** What repeating an operation does. */
export type EffectClass = OperationMeta['effect'];

/** What a failure proves about the lead: nothing happened, it happened, or it is not known. */
export type Effect = 'none' | 'applied' | 'unknown';

/** The class of one call: the operation's own, or `unguarded` where the body says so. */
export function effectClass({ effect, unguardedWhen = [] }: OperationMeta, body: unknown): EffectClass {
  for (const conditions of unguardedWhen) {
    let isUnguarded = true;
    for (const path in conditions) isUnguarded &&= holds(body, path, conditions[path] ?? {});
    if (isUnguarded) return 'unguarded';
  }
  return effect;
}

function holds(body: unknown, path: string, { equals, orAbsent = false, present }: FieldCondition): boolean {
  const isTopLevel = !path.includes('.') && !path.endsWith('[]');
  const values = isTopLevel ? [(body as Record<string, unknown> | null | undefined)?.[path]] : valuesAt(body, path);
  const isGiven = values.some(isFilled);
  if (present !== undefined) return isGiven === present;
  if (!isGiven) return orAbsent;
  return values.includes(equals) || (equals === '' && values.some(isBlank));
}

/** A text of spaces counts as the empty one: a provider trims it. */
const isBlank = (value: unknown): boolean => typeof value === 'string' && value.trim() === '';

const isFilled = (value: unknown): boolean =>
  value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0);

/**
 * Statuses which say that the request was not carried out. The others prove nothing: a 303 or 406 may come after the work, and a 304 or 499 to a
 * write from something in between.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-15
 */
const NOT_CARRIED_OUT: ReadonlySet<number> = new Set([
  307, 308, 400, 401, 402, 403, 404, 405, 407, 409, 410, 411, 412, 413, 414, 415, 417, 421, 422, 423, 425, 426, 428,
  429, 431, 451,
]);

/** Whether a status proves that nothing was done. */
export const isRefusal = (status: number): boolean => NOT_CARRIED_OUT.has(status);

/** What a status line proves, for an operation of this class. */
export function effectOfStatus(status: number, effect: EffectClass): Effect {
  if (effect === 'read') return 'none';
  if (status >= 200 && status < 300) return 'applied';
  return isRefusal(status) ? 'none' : 'unknown';
}

/** One unknown attempt keeps the call unknown, whatever a later one says; proof that it happened outweighs both. */
export function joinEffects(before: Effect, now: Effect): Effect {
  if (before === 'applied' || now === 'applied') return 'applied';
  return before === 'unknown' || now === 'unknown' ? 'unknown' : 'none';
}

/**
 * May this be sent again after an attempt that may have been processed?
 * @param unknowns - attempts so far that may have been processed, this one included
 */
export function mayResend(effect: EffectClass, unknowns: number): boolean {
  return REPEATABLE.has(effect) || (effect === 'conflict-key' && unknowns <= 1);
}

const REPEATABLE: ReadonlySet<EffectClass> = new Set(['read', 'safe-repeat', 'natural-key', 'keyed', 'queued-upsert']);
