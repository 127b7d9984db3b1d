import { inspect } from 'node:util';
import { ask } from './asking.ts';
import type { KitOutcome, KitResult } from './lead-target.ts';
import { JANE } from './world.ts';

/** What would tell whose lead it was. */
const PERSONAL = [JANE.phone.slice(2), JANE.email, JANE.firstName];

/** Everything that a log might print of a value. */
function printed(value: unknown): string {
  const { message, stack } = value instanceof Error ? value : { message: '', stack: '' };
  return [message, stack, JSON.stringify(value), inspect(value, { depth: 8 })].join('\n');
}

/** Throws where a value tells whose lead it was, however it is printed. */
export function silent(value: unknown): void {
  const text = printed(value);
  for (const words of PERSONAL) ask(!text.includes(words), 'an error tells whose lead it was');
}

/** The same for what went wrong with a lead; a look-up is meant for a person, and may tell. */
export function silentResult(result: KitResult<KitOutcome>): void {
  silent(result.ok ? result.value.error : result.error);
}
