/** Every fault by its name; the README says what each does. */
export const FAULT_NAMES = [
  '429',
  '429-date',
  '429-body',
  '500',
  '503',
  'cut-before',
  'cut-after-commit',
  'stall-headers',
  'stall-body',
  'truncated',
  'html-200',
  'no-id',
  'empty-204',
  'html-502',
  'redirect',
  'slow',
  'empty-500',
] as const;

export type FaultName = (typeof FAULT_NAMES)[number];

/** Whom a fault is for; every request unless it says. */
export interface FaultTarget<Provider extends string = string> {
  readonly provider?: Provider;
  /** An operationId, or a whole resource as `leads.*`. */
  readonly operation?: string;
}

/** What breaks, where and how often. Without `nth`, `rate` or `times` it breaks every request that it matches. */
export interface FaultRule<Provider extends string = string> extends FaultTarget<Provider> {
  readonly fault: FaultName;
  /** Which of the matching requests, counted from 1. */
  readonly nth?: number | readonly number[];
  /** The share of matching requests, 0 to 1, drawn by seed. */
  readonly rate?: number;
  /** Where this rule's draws start; the simulators' own seed unless it is set. */
  readonly seed?: number;
  /** How often at most. */
  readonly times?: number;
  /** Whether the request takes effect before it breaks; each fault has its usual answer. `429` and `cut-before` never do. */
  readonly commit?: boolean;
  /** For the three kinds of 429; 1 unless it is set. */
  readonly retryAfterSeconds?: number;
  /** For `redirect`: 302 unless it is set. */
  readonly status?: 301 | 302 | 303 | 307 | 308;
  /** For `redirect`: the request's own address unless it is set. */
  readonly location?: string;
  /** For `slow`, in real milliseconds; 2,000 unless it is set. */
  readonly delayMs?: number;
}

/** One fault that was drawn for one request. */
export type Fault = Pick<FaultRule, 'fault' | 'retryAfterSeconds' | 'status' | 'location' | 'delayMs'> & {
  readonly commit: boolean;
};

/** Those that let the request take effect first, unless the rule says otherwise. */
const COMMITTING: ReadonlySet<FaultName> = new Set([
  'cut-after-commit',
  'stall-headers',
  'stall-body',
  'truncated',
  'html-200',
  'no-id',
  'empty-204',
  'slow',
]);

const NEVER_COMMITTING: ReadonlySet<FaultName> = new Set(['429', '429-date', '429-body', 'cut-before', 'redirect']);

export function toFault(rule: FaultRule): Fault {
  const { fault, retryAfterSeconds, status, location, delayMs } = rule;
  const commit =
    fault === 'cut-after-commit' || (!NEVER_COMMITTING.has(fault) && (rule.commit ?? COMMITTING.has(fault)));
  return {
    fault,
    commit,
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
    ...(status !== undefined && { status }),
    ...(location !== undefined && { location }),
    ...(delayMs !== undefined && { delayMs }),
  };
}

export function isFaultName(name: string): name is FaultName {
  return (FAULT_NAMES as readonly string[]).includes(name);
}
