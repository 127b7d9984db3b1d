import { inspect } from 'node:util';
import { check } from './assert.ts';
import type { KitOutcome, KitResult } from './kit-target.ts';
import { JANE } from './world.ts';

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
