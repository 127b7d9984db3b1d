import type { KitOutcome, KitResult } from './kit-target.ts';

/** Outcomes of a lead that the provider has. */
export const ARRIVED: ReadonlySet<string> = new Set(['created', 'existed', 'updated', 'partial']);

export function check(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}

export function equal<Value>(got: Value, wanted: Value, what: string): void {
  check(got === wanted, `${what}: ${String(got)} instead of ${String(wanted)}`);
}

/** The outcome of a lead that must have one. */
export function outcomeOf(result: KitResult<KitOutcome>): KitOutcome {
  if (!result.ok) throw new Error(`no outcome: ${result.error.kind} (${result.error.effect}) ${result.error.message}`);
  return result.value;
}

/** A failure or a rejection must not report `none` for a lead that was made. */
export function noFalseNone(result: KitResult<KitOutcome>): void {
  if (!result.ok) check(result.error.effect !== 'none', 'a lead that was made is reported as untouched');
  else if (result.value.outcome === 'rejected') check(false, 'a lead that was made is reported as rejected');
}
