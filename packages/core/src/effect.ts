import type { OperationMeta } from './operation.ts';
import { valuesAt } from './plain-data.ts';

/** What repeating an operation does. */
export type EffectClass = OperationMeta['effect'];

/** What a failure proves about the lead: nothing happened, it happened, or it is not known. */
export type Effect = 'none' | 'applied' | 'unknown';

/** The class of one call: the operation's own, or `unguarded` where the body says so. */
export function effectClass(operation: OperationMeta, body: unknown): EffectClass {
  const { effect, unguardedWhen } = operation;
  if (unguardedWhen !== undefined) for (const all of unguardedWhen) if (holdsAll(body, all)) return 'unguarded';
  return effect;
}

type Conditions = NonNullable<OperationMeta['unguardedWhen']>[number];

function holdsAll(body: unknown, all: Conditions): boolean {
  for (const path in all) if (!holds(body, path, all[path] as Conditions[string])) return false;
  return true;
}

function holds(body: unknown, path: string, condition: Conditions[string]): boolean {
  if (condition.present !== undefined) return someAt(body, path, isFilled) === condition.present;
  if (!someAt(body, path, isThere)) return condition.orAbsent === true;
  return someAt(body, path, (value) => value === condition.equals);
}

const isThere = (value: unknown): boolean => value !== undefined && value !== null;
const isFilled = (value: unknown): boolean => isThere(value) && !(Array.isArray(value) && value.length === 0);

const isPlainKey = (path: string): boolean => !path.includes('.') && !path.endsWith('[]');

function someAt(root: unknown, path: string, test: (value: unknown) => boolean): boolean {
  if (isPlainKey(path)) return test((root as Record<string, unknown> | null | undefined)?.[path]);
  return valuesAt(root, path).some(test);
}

/** What a status line proves, for an operation of this class. */
export function effectOfStatus(status: number, effect: EffectClass): Effect {
  if (effect === 'read') return 'none';
  if (status >= 200 && status < 300) return 'applied';
  if (status === 408 || status >= 500) return 'unknown';
  if (status === 301 || status === 302 || status === 303) return 'unknown';
  return 'none';
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
  switch (effect) {
    case 'read':
    case 'safe-repeat':
    case 'natural-key':
    case 'keyed':
    case 'queued-upsert':
      return true;
    case 'conflict-key':
      return unknowns <= 1;
    case 'dup-flag':
    case 'unguarded':
      return false;
    default:
      return effect satisfies never;
  }
}
