import { inspect } from 'node:util';
import type { KitOutcome, KitResult } from './kit-target.ts';
import { JANE } from './promise.ts';

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

/** What would identify the lead. */
const PERSONAL = [JANE.phone.slice(2), JANE.email, JANE.firstName];

/** Everything that a log might print of a value. */
function printed(value: unknown): string {
  const { message, stack } = value instanceof Error ? value : { message: '', stack: '' };
  return [message, stack, JSON.stringify(value), inspect(value, { depth: 8 })].join('\n');
}

/** Throws where a value shows personal data of the lead, however it is printed. */
export function showsNoPersonalData(value: unknown): void {
  const text = printed(value);
  for (const words of PERSONAL) check(!text.includes(words), 'an error shows personal data of the lead');
}

/** The same for a failed send; a look-up is meant for a person, and may show the lead. */
export function failsWithoutPersonalData(result: KitResult<KitOutcome>): void {
  showsNoPersonalData(result.ok ? result.value.error : result.error);
}
