import type { Effect } from './effect.ts';

/** What went wrong, closed: a `switch` over it compiles exhaustively. */
export type ErrorKind =
  | 'invalid-input'
  | 'invalid-phone'
  | 'misconfigured'
  | 'unauthorized'
  | 'forbidden'
  | 'not-found'
  | 'already-exists'
  | 'rejected'
  | 'quota-exceeded'
  | 'rate-limited'
  | 'provider-failure'
  | 'timeout'
  | 'network'
  | 'aborted'
  | 'unexpected-redirect'
  | 'unreadable-response'
  | 'idempotency-mismatch'
  | 'duplicate'
  | 'parked'
  | 'ledger-unavailable'
  | 'list-changed';

/** One fault of a request: where, what, and a code that does not change with the wording. */
export interface Issue {
  /** `leads[3].phone_number`; empty for the request as a whole. */
  readonly path: string;
  readonly message: string;
  readonly code?: string;
}

/** One attempt of a call, without anything personal in it. */
export interface AttemptRecord {
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly durationMs: number;
  readonly status?: number;
  /** What the attempt failed with, when no status came. */
  readonly failure?: 'timeout' | 'network' | 'aborted' | 'unreadable-response';
  /** Where a timeout struck. */
  readonly phase?: TimeoutPhase;
  readonly effect: Effect;
}

export type TimeoutPhase = 'connect' | 'headers' | 'body' | 'queue' | 'wait';

export interface LeadwireErrorFields {
  readonly provider?: string | undefined;
  readonly operationId?: string | undefined;
  readonly status?: number | undefined;
  /** The provider's own error code. */
  readonly code?: string | undefined;
  readonly issues?: readonly Issue[] | undefined;
  readonly effect?: Effect | undefined;
  readonly retryable?: boolean | undefined;
  readonly retryAfterMs?: number | undefined;
  readonly attempts?: readonly AttemptRecord[] | undefined;
  readonly requestId?: string | undefined;
  readonly hint?: string | undefined;
  readonly phase?: TimeoutPhase | undefined;
  /** Data of the reconcile step: the look-up that a person should make. */
  readonly lookup?: Readonly<Record<string, unknown>> | undefined;
  /** The provider's own words. */
  readonly providerMessage?: string | undefined;
  readonly cause?: unknown;
}

const BRAND = Symbol.for('leadwire.error');

/**
 * The one error of leadwire. Its message is built from status, code, operation and next step, never from a raw body.
 * @see https://www.rfc-editor.org/rfc/rfc9457
 */
export class LeadwireError extends Error {
  override readonly name = 'LeadwireError';
  readonly kind: ErrorKind;
  /** `topcalls`, `autocalls`, `telecrm`, `pulsecrm`. */
  readonly provider: string | undefined;
  readonly operationId: string | undefined;
  readonly status: number | undefined;
  readonly code: string | undefined;
  readonly issues: readonly Issue[];
  /** What the failure proves: `none`, nothing happened; `applied`, it happened; `unknown`. */
  readonly effect: Effect;
  /** True when the same call may succeed later and sending it again is safe. */
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;
  readonly attempts: readonly AttemptRecord[];
  readonly requestId: string | undefined;
  /** What to do next. */
  readonly hint: string | undefined;
  readonly phase: TimeoutPhase | undefined;
  /** For `parked`: the look-up that a person should make. Holds personal data, so nothing prints it by itself. */
  declare readonly lookup: Readonly<Record<string, unknown>> | undefined;

  /** The provider's own words, which may hold personal data: nothing prints them by itself. */
  declare readonly providerMessage: string | undefined;

  constructor(kind: ErrorKind, message: string, fields: LeadwireErrorFields = {}) {
    super(message, fields.cause === undefined ? undefined : { cause: fields.cause });
    this.kind = kind;
    this.provider = fields.provider;
    this.operationId = fields.operationId;
    this.status = fields.status;
    this.code = fields.code;
    this.issues = fields.issues ?? [];
    this.effect = fields.effect ?? 'none';
    this.retryable = fields.retryable ?? false;
    this.retryAfterMs = fields.retryAfterMs;
    this.attempts = fields.attempts ?? [];
    this.requestId = fields.requestId;
    this.hint = fields.hint;
    this.phase = fields.phase;
    Object.defineProperty(this, 'lookup', { value: fields.lookup, enumerable: false });
    Object.defineProperty(this, 'providerMessage', { value: fields.providerMessage, enumerable: false });
    Object.defineProperty(this, BRAND, { value: true, enumerable: false });
  }

  /** An error of the other copy counts too, where one process both imports and requires leadwire. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === 'object' && value !== null && BRAND in value;
  }

  /** The same error with some of its fields changed. */
  with({ kind = this.kind, ...fields }: LeadwireErrorFields & { readonly kind?: ErrorKind }): LeadwireError {
    return new LeadwireError(kind, this.message, {
      ...this,
      lookup: this.lookup,
      providerMessage: this.providerMessage,
      cause: this.cause,
      ...fields,
    });
  }

  /** RFC 9457 problem details. */
  toJSON(): ProblemDetails {
    return {
      type: `urn:leadwire:error:${this.kind}`,
      title: TITLES[this.kind],
      detail: this.message,
      ...(this.status !== undefined && { status: this.status }),
      kind: this.kind,
      effect: this.effect,
      retryable: this.retryable,
      ...(this.provider !== undefined && { provider: this.provider }),
      ...(this.operationId !== undefined && { operationId: this.operationId }),
      ...(this.code !== undefined && { code: this.code }),
      ...(this.issues.length > 0 && { issues: this.issues }),
      ...(this.retryAfterMs !== undefined && { retryAfterMs: this.retryAfterMs }),
      ...(this.requestId !== undefined && { requestId: this.requestId }),
      ...(this.hint !== undefined && { hint: this.hint }),
      ...(this.attempts.length > 0 && { attempts: this.attempts }),
    };
  }
}

export interface ProblemDetails {
  type: string;
  title: string;
  detail: string;
  status?: number;
  kind: ErrorKind;
  effect: Effect;
  retryable: boolean;
  provider?: string;
  operationId?: string;
  code?: string;
  issues?: readonly Issue[];
  retryAfterMs?: number;
  requestId?: string;
  hint?: string;
  attempts?: readonly AttemptRecord[];
}

/** What is wrong with something that was given, as one error that names each fault. */
export const refusal = (
  kind: ErrorKind,
  caller: string,
  issues: readonly Issue[],
  fields: Omit<LeadwireErrorFields, 'issues'> = {},
): LeadwireError =>
  new LeadwireError(
    kind,
    `${caller}: ${issues.map(({ path, message }) => `${path || 'request'} ${message}`).join('; ')}`,
    { ...fields, issues },
  );

/** Which call an error is about. */
export interface CallNames {
  readonly provider: { readonly name: string };
  readonly operation: { readonly id: string };
}

/** An error of one call; its message begins with the names of provider and operation. */
export const callError = (
  { operation, provider }: CallNames,
  kind: ErrorKind,
  what: string,
  fields: LeadwireErrorFields,
): LeadwireError =>
  new LeadwireError(kind, `${provider.name} ${operation.id} ${what}`, {
    provider: provider.name,
    operationId: operation.id,
    ...fields,
  });

/** True for a LeadwireError of any copy of this package. */
export function isLeadwireError(value: unknown): value is LeadwireError {
  return typeof value === 'object' && value !== null && (value as Record<symbol, unknown>)[BRAND] === true;
}

const TITLES: Record<ErrorKind, string> = {
  'invalid-input': 'The request is not valid',
  'invalid-phone': 'A phone number is not usable',
  misconfigured: 'The client is not set up correctly',
  unauthorized: 'The credentials were not accepted',
  forbidden: 'The credentials do not allow this',
  'not-found': 'Not found',
  'already-exists': 'Already exists',
  rejected: 'The provider refused the request',
  'quota-exceeded': 'The account has no quota or balance left',
  'rate-limited': 'Too many requests',
  'provider-failure': 'The provider failed',
  timeout: 'Timed out',
  network: 'The provider could not be reached',
  aborted: 'The caller aborted the call',
  'unexpected-redirect': 'The provider redirected the request',
  'unreadable-response': 'The response could not be read',
  'idempotency-mismatch': 'The idempotency key belongs to another request',
  duplicate: 'This was sent before',
  parked: 'A person must review this',
  'ledger-unavailable': 'The ledger cannot be reached at the moment',
  'list-changed': 'The list changed while it was read',
};
