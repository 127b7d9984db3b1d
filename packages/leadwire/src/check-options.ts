import { LeadwireError } from '@leadwire/core';

type Numbers = Readonly<Record<string, number | undefined>>;

/**
 * Refuses numbers below the least that means something, and NaN, instead of taking them for another number.
 * @param caller - names the function in the message
 * @throws LeadwireError `misconfigured`, which names each option
 * @example requireAtLeast('createLeadwire', 1, { concurrency: 0 }) // throws: concurrency must be at least 1
 */
export const requireAtLeast = (caller: string, least: number, numbers: Numbers): void =>
  refuse(caller, `must be at least ${least}`, numbers, (value) => !(value >= least));

/** As {@link requireAtLeast}, for times that have to end. */
export const requireFinite = (caller: string, least: number, numbers: Numbers): void =>
  refuse(caller, `must be a finite number of at least ${least} ms`, numbers, (value) => {
    return !(value >= least && Number.isFinite(value));
  });

function refuse(caller: string, message: string, numbers: Numbers, isFaulty: (value: number) => boolean): void {
  const paths = Object.keys(numbers).filter((path) => numbers[path] !== undefined && isFaulty(numbers[path]));
  if (paths.length === 0) return;
  throw new LeadwireError('misconfigured', `${caller}: ${paths.map((path) => `${path} ${message}`).join(', ')}`, {
    issues: paths.map((path) => ({ path, message })),
    hint: 'Leave it out for the default.',
  });
}
