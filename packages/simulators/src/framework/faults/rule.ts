import { type OptionNames, requireKnown } from '../known-names.ts';
import { nearest } from '../routing/nearest.ts';

/** Every fault by its name; the README describes each. */
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

/** Which requests a fault is for; by default every request. */
export interface FaultTarget<Provider extends string = string> {
  readonly provider?: Provider;
  /** An operationId, or a whole resource as `leads.*`. */
  readonly operation?: string;
}

/** What breaks, where and how often. Without `nth`, `rate` or `times` it applies to every matching request. */
export interface FaultRule<Provider extends string = string> extends FaultTarget<Provider> {
  readonly fault: FaultName;
  /** Which of the matching requests, counted from 1. */
  readonly nth?: number | readonly number[];
  /** The share of matching requests, 0 to 1, drawn by seed. */
  readonly rate?: number;
  /** The seed of this rule's draws. @default the simulators' seed */
  readonly seed?: number;
  /** How often at most. */
  readonly times?: number;
  /** Whether the request takes effect before it breaks; the default depends on the fault. With `429` and `cut-before` it never does. */
  readonly commit?: boolean;
  /** For the three kinds of 429. @default 1 */
  readonly retryAfterSeconds?: number;
  /** For `redirect`. @default 302 */
  readonly status?: 301 | 302 | 303 | 307 | 308;
  /** For `redirect`. @default the request's own address */
  readonly location?: string;
  /** For `slow`, in real milliseconds. @default 2000 */
  readonly delayMs?: number;
}

const RULE: OptionNames<FaultRule> = {
  provider: true,
  operation: true,
  fault: true,
  nth: true,
  rate: true,
  seed: true,
  times: true,
  commit: true,
  retryAfterSeconds: true,
  status: true,
  location: true,
  delayMs: true,
};

/** A rule whose `operation` is misspelled would be for every request. */
export const checkRule = (rule: FaultRule): void => requireKnown('fault', rule, RULE);

/** One fault that was drawn for one request. */
export type Fault = FaultRule & { readonly commit: boolean };

/** Faults that let the request take effect first, unless the rule says otherwise. */
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
  const { fault } = rule;
  const commit =
    fault === 'cut-after-commit' || (!NEVER_COMMITTING.has(fault) && (rule.commit ?? COMMITTING.has(fault)));
  return { ...rule, commit };
}

export function isFaultName(name: string): name is FaultName {
  return (FAULT_NAMES as readonly string[]).includes(name);
}

/** Every operation that exists, by provider. */
export type OperationIds = Readonly<Record<string, readonly string[]>>;

/** Whether an operation has this name, or belongs to this resource: `leads.*`. */
export function isNamed(operationId: string, name: string): boolean {
  return operationId === name || (name.endsWith('.*') && operationId.startsWith(name.slice(0, -1)));
}

/** A test that names an unknown fault would test nothing, so it is an error. */
export function unknownFault(name: string, others: readonly string[] = []): TypeError {
  const names = [...others, ...FAULT_NAMES];
  return new TypeError(
    `There is no fault '${name}'; the nearest are ${nearest(name, names)}. The faults are ${names.join(', ')}`,
  );
}

/** Refuses a target that no request can match. */
export function checkTarget({ provider, operation }: FaultTarget, operationIds: OperationIds): void {
  if (provider !== undefined && operationIds[provider] === undefined) {
    throw new TypeError(
      `There is no provider '${provider}'. The providers are ${Object.keys(operationIds).join(', ')}`,
    );
  }
  if (operation === undefined) return;
  const ids = provider === undefined ? Object.values(operationIds).flat() : (operationIds[provider] ?? []);
  if (ids.some((id) => isNamed(id, operation))) return;
  const names = operation.includes('*') ? ids.map((id) => id.replace(/\..*$/, '.*')) : ids;
  const whose = provider === undefined ? '' : ` of ${provider}`;
  throw new TypeError(`There is no operation '${operation}'${whose}; the nearest are ${nearest(operation, names)}`);
}
