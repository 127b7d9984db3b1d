import { type Issue, refusal } from './errors.ts';
import type { CallOptions, RetryOptions } from './options.ts';

/** Every name that an options object can have, so that the compiler notices one that is forgotten. */
export type OptionNames<Options> = Readonly<Record<keyof Options, true>>;

/** The names of all options of a call: a misspelled idempotency key would let it be made twice. */
export const CALL_OPTIONS: OptionNames<CallOptions & { readonly query?: unknown }> = {
  signal: true,
  timeoutMs: true,
  deadlineMs: true,
  retry: true,
  idempotencyKey: true,
  strict: true,
  resendOnMiss: true,
  confirmedElsewhere: true,
  extra: true,
  beforeSend: true,
  query: true,
};

const RETRY_OPTIONS: OptionNames<RetryOptions> = { maxAttempts: true, baseMs: true, capMs: true };

/** Each unknown option as an issue, with the name that was most likely meant. One that is `undefined` is passed over. */
export function unknownOptions(given: object, known: Readonly<Record<string, true>>): Issue[] {
  return Object.entries(given)
    .filter(([name, value]) => value !== undefined && known[name] !== true)
    .map(([name]) => {
      const message = `is not an option${didYouMean(Object.keys(known), name)}`;
      return { path: name, message, code: 'unknown-field' };
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

/** What cannot end a call, such as a controller in place of its signal, as an issue. */
export const signalFaults = (signal: unknown): Issue[] =>
  signal === undefined || signal === null || typeof (signal as Partial<AbortSignal>).addEventListener === 'function'
    ? []
    : [{ path: 'signal', message: 'must be an AbortSignal, such as controller.signal', code: 'invalid-signal' }];

/** The faults of what a client or one of its calls says of time and retries, each with its path. */
export function timeFaults({
  timeoutMs,
  deadlineMs,
  retry,
}: Pick<CallOptions, 'timeoutMs' | 'deadlineMs' | 'retry'>): Issue[] {
  const { maxAttempts, baseMs, capMs } = retry || {};
  return [
    ...unknownOptions(retry || {}, RETRY_OPTIONS).map((issue) => ({ ...issue, path: `retry.${issue.path}` })),
    ...numberFaults(1, { timeoutMs, deadlineMs, 'retry.maxAttempts': maxAttempts }),
    ...numberFaults(0, { 'retry.baseMs': baseMs, 'retry.capMs': capMs }),
  ];
}

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

/** More slips than these are another word. */
const MAX_SLIPS = 2;

/**
 * The known name that a misspelled one most likely means, for the end of a message; empty where none is near.
 * @example didYouMean(['name', 'email'], 'emial') // ' (did you mean email?)'
 */
export function didYouMean(names: readonly string[], given: string): string {
  const slips = names.map((name) => ({ name, slips: editDistance(name.toLowerCase(), given.toLowerCase()) }));
  slips.sort((a, b) => a.slips - b.slips);
  const [nearest] = slips;
  const isNear = nearest !== undefined && nearest.slips <= MAX_SLIPS && nearest.slips < given.length / 2;
  return isNear ? ` (did you mean ${nearest.name}?)` : '';
}

/** How many letters must be added, dropped, changed or swapped with the next. */
function editDistance(one: string, other: string): number {
  if (Math.abs(one.length - other.length) > MAX_SLIPS || Math.max(one.length, other.length) > 100) return MAX_SLIPS + 1;
  let [before, last]: [number[], number[]] = [[], Array.from({ length: other.length + 1 }, (_, index) => index)];
  for (let row = 1; row <= one.length; row++) {
    const current = [row];
    for (let column = 1; column <= other.length; column++) {
      const change = (last[column - 1] ?? 0) + Number(one[row - 1] !== other[column - 1]);
      const isSwap = row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      const swap = isSwap ? (before[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY;
      current.push(Math.min((last[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, change, swap));
    }
    [before, last] = [last, current];
  }
  return last[other.length] ?? 0;
}
