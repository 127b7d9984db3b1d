import { type Issue, refusal } from './errors.ts';
import { nearestName } from './nearest-name.ts';

/** Every name that an options object can have, so that the compiler notices one that is forgotten. */
export type OptionNames<Options> = Readonly<Record<keyof Options, true>>;

/** Each unknown option as an issue, with the name that was most likely meant. One that is `undefined` is passed over. */
export function unknownOptions(given: object, known: Readonly<Record<string, true>>): Issue[] {
  return Object.entries(given)
    .filter(([name, value]) => value !== undefined && known[name] !== true)
    .map(([name]) => {
      const meant = nearestName(Object.keys(known), name);
      const question = meant === undefined ? '' : ` (did you mean ${meant}?)`;
      return { path: name, message: `is not an option${question}`, code: 'unknown-field' };
    });
}

/**
 * Refuses unknown options: in plain JavaScript a misspelled one would be ignored.
 * @param caller - names the function or the provider in the message
 * @param kind - of the error: `invalid-input` for the options of one call. @default 'misconfigured'
 * @throws LeadwireError which names each option and the one that was most likely meant
 * @example requireKnown('createLeadwire', { concurency: 5 }, { concurrency: true }) // throws: concurency is not an option (did you mean concurrency?)
 */
export function requireKnown(
  caller: string,
  given: object,
  known: Readonly<Record<string, true>>,
  kind: 'misconfigured' | 'invalid-input' = 'misconfigured',
): void {
  const issues = unknownOptions(given, known);
  if (issues.length > 0)
    throw refusal(kind, caller, issues, { hint: `Its options are ${Object.keys(known).join(', ')}.` });
}
