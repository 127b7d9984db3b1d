import { type Issue, refusal } from './errors.ts';

type Numbers = Readonly<Record<string, number | null | undefined>>;

/** Those that are not finite, or below the least that means something, each as an issue. What is left out is not judged. */
export const numberFaults = (least: number, numbers: Numbers): Issue[] =>
  Object.entries(numbers)
    .filter(([, value]) => value !== undefined && value !== null && !(Number.isFinite(value) && value >= least))
    .map(([path]) => ({
      path,
      message: `must be a finite number of at least ${least}${path.endsWith('Ms') ? ' ms' : ''}`,
      code: 'invalid-number',
    }));

/**
 * Refuses numbers below the least that means something, NaN and Infinity, instead of taking them for another number.
 * @param caller - names the function in the message
 * @throws LeadwireError `misconfigured`, which names each option
 * @example requireNumbers('createLeadwire', 1, { concurrency: 0 }) // throws: concurrency must be a finite number of at least 1
 */
export function requireNumbers(caller: string, least: number, numbers: Numbers): void {
  const issues = numberFaults(least, numbers);
  if (issues.length > 0) throw refusal('misconfigured', caller, issues, { hint: 'Leave it out for the default.' });
}
