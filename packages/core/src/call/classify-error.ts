import { type Effect, type EffectClass, isRefusal, mayResend } from '../effect.ts';
import { callError, type ErrorKind, type Issue, LeadwireError } from '../errors.ts';
import type { OperationMeta } from '../operation.ts';
import { type CallMeta, exchangeOf, requestIdOf } from '../result.ts';
import type { AttemptFailure, Execution, Reply } from '../transport/execution.ts';
import type { CallContext, Provider } from './context.ts';
import type { ProviderFailure } from './provider-definition.ts';

export interface ErrorContext {
  readonly provider: Pick<Provider, 'name' | 'readFailure' | 'hints'>;
  readonly operation: OperationMeta;
  readonly effectClass: EffectClass;
}

/** What of an execution says why a call failed. */
export type FailedExecution = Pick<Execution, 'last' | 'attempts' | 'effect' | 'retryAfterMs' | 'request'>;

/** One of our kinds for a call that failed, chosen once, here. */
export function classifyError(sent: FailedExecution, context: ErrorContext): LeadwireError {
  const { last } = sent;
  if (!last.ok) return failedAttempt(sent, last, context);
  const told = readErrorBody(last, context);
  const kind = told.kind ?? kindOfStatus(last.status);
  const credential = credentialOf(sent);
  const code = plainName(told.code, credential);
  const issues = (told.issues ?? []).flatMap(({ code: own, path }): Issue[] => {
    const fields = { path: plainName(path, credential) ?? '', code: plainName(own, credential) };
    if (fields.path === '' && fields.code === undefined) return [];
    return [{ path: fields.path, message: REFUSED, ...(fields.code !== undefined && { code: fields.code }) }];
  });
  const status = last.status === 0 ? 'redirect' : `${last.status}${code === undefined ? '' : ` ${code}`}`;
  const fields = issues.flatMap(({ path }) => path || []);
  const where = fields.length > 0 ? `: ${[...new Set(fields)].join(', ')}` : '';
  return callError(context, kind, `${VERBS[kind]} (${status})${where}`, {
    ...fieldsOf(sent, context, kind),
    code,
    issues,
    providerMessage: wordsOf(told, credential),
    hint: adviceFor(sent, context, kind, told.hint),
  });
}

/** What an issue of the provider says; its own words may name a person, so they are in `error.providerMessage` alone. */
const REFUSED = 'was refused by the provider: error.providerMessage has its own words';

/** Longer texts are cut. */
const MAX_WORDS = 1_000;

/** The provider's own words, without control characters and without our credential. */
function wordsOf({ issues = [] }: ProviderFailure, credential: string | undefined): string | undefined {
  const said = issues.map(
    ({ message, path }) => `${path === '' ? '' : `${path.slice(0, 100)}: `}${message.slice(0, MAX_WORDS)}`,
  );
  const words = said.join('; ').slice(0, MAX_WORDS);
  const shown = credential === undefined ? words : words.replaceAll(credential, '***');
  return words === '' ? undefined : shown.replace(/\p{Cc}+/gu, ' ').trim();
}

/** A code or a path as a provider gave it; undefined for what is neither, such as a sentence, a phone, an address or a token. */
function plainName(text: string | undefined, credential: string | undefined): string | undefined {
  if (text === undefined || !/^[\w.:[\]$*-]{1,100}$/.test(text) || /\d{7}/.test(text)) return undefined;
  return credential !== undefined && text.includes(credential) ? undefined : text;
}

/** A provider may quote the token it refuses. */
function credentialOf({ request }: FailedExecution): string | undefined {
  const token = request?.headers.authorization?.replace(/^\S+\s+/, '');
  return token !== undefined && token.length > 5 ? token : undefined;
}

function failedAttempt(sent: FailedExecution, last: AttemptFailure, context: ErrorContext): LeadwireError {
  const kind = last.failure;
  const after = sent.attempts.length > 1 ? ` after ${sent.attempts.length} attempts` : '';
  // Once connected it did reach the provider, or part of it did.
  const verb = kind === 'network' && last.effect !== 'none' ? 'lost its connection' : VERBS[kind];
  const which = last.deadlinePassed ? ' within the deadline' : '';
  return callError(context, kind, `${verb}${which}${after}: ${last.reason}`, {
    ...fieldsOf(sent, context, kind),
    phase: last.phase,
    hint: adviceFor(sent, context, kind),
    cause: safeCause(last.cause),
  });
}

function fieldsOf(sent: FailedExecution, context: ErrorContext, kind: ErrorKind) {
  return {
    status: sent.last.status === 0 ? undefined : sent.last.status,
    effect: sent.effect,
    retryable: PASSING.has(kind) && (sent.effect === 'none' || mayResend(context.effectClass, 1)),
    retryAfterMs: sent.last.ok ? sent.retryAfterMs : sent.last.retryAfterMs,
    attempts: sent.attempts,
    requestId: requestIdOf(sent.last.headers),
  };
}

/** What another attempt may not meet again. */
const PASSING: ReadonlySet<ErrorKind> = new Set([
  'rate-limited',
  'provider-failure',
  'network',
  'timeout',
  'unreadable-response',
]);

function readErrorBody({ body, status }: Reply, context: ErrorContext): ProviderFailure {
  if (body.kind !== 'json') return {};
  try {
    return context.provider.readFailure(status, body.value, context.operation);
  } catch {
    return {}; // a body of another shape than documented says nothing
  }
}

function kindOfStatus(status: number): ErrorKind {
  if (status < 400) return 'unexpected-redirect';
  if (status === 401) return 'unauthorized';
  if (status === 402) return 'quota-exceeded';
  if (status === 403) return 'forbidden';
  if (status === 404) return 'not-found';
  if (status === 408) return 'timeout';
  if (status === 409) return 'already-exists';
  if (status === 429) return 'rate-limited';
  return isRefusal(status) ? 'rejected' : 'provider-failure';
}

/** The cause as its name, its codes and where it was thrown: its message may quote the address with what it asks for, or a credential. */
export function safeCause(cause: unknown): unknown {
  if (!(cause instanceof Error)) return undefined;
  const { code, name, cause: inner, stack = '' } = cause as Error & { code?: unknown };
  const innerCode = (inner as { code?: unknown } | undefined)?.code;
  const shown = new Error([name, code, innerCode].filter((part) => typeof part === 'string').join(' '));
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
  shown.name = name;
  shown.stack = [shown.message, ...frames].join('\n');
  return shown;
}

/** What to do next. What may have happened is looked up first, unless sending it again does nothing more. */
function adviceFor(
  sent: FailedExecution,
  { effectClass, provider: { hints } }: ErrorContext,
  kind: ErrorKind,
  told?: string,
): string | undefined {
  if (sent.effect === 'none') return told ?? hints?.[kind] ?? HINTS[kind];
  return mayResend(effectClass, 1) && effectClass !== 'conflict-key' ? SAFE_TO_REPEAT : AFTER_UNKNOWN;
}

const AFTER_UNKNOWN = 'It may have happened. Look it up at the provider before sending it again.';
const SAFE_TO_REPEAT = 'It may have happened. Sending it again is safe: nothing is done twice.';

/** A call that ended while it waited for something other than its own response. */
export function stoppedError(
  { operation, provider }: CallContext,
  last: AttemptFailure,
  effect: Effect,
): LeadwireError {
  const execution = { last, attempts: [], effect, retryAfterMs: undefined, request: undefined };
  return classifyError(execution, { provider, operation, effectClass: operation.effect });
}

/** A read that was asked to be strict, and whose response differs from the spec. */
export const driftError = (call: CallContext, meta: CallMeta): LeadwireError =>
  callError(call, 'unreadable-response', 'responded in another shape than its spec says', {
    ...exchangeOf(call.provider.name, meta),
    issues: meta.drift.map(({ path, expected, got }) => ({
      path,
      message: `expected ${expected}, got ${got}`,
      code: 'drift',
    })),
    hint: 'Leave out strict to take the response as it is.',
  });

/** A fault of a callback (a credential function, `beforeSend`, a clock) ends the call as an error of ours; it proves nothing of the call itself. */
export function callbackError(
  call: CallContext,
  fault: unknown,
  { attempts, effect }: Pick<Execution, 'attempts' | 'effect'> = { attempts: [], effect: 'none' },
): LeadwireError {
  if (fault instanceof LeadwireError) return attempts.length === 0 ? fault : fault.with({ effect, attempts });
  const when = attempts.length === 0 ? 'before anything was sent' : 'between two attempts';
  const thrown = fault instanceof Error ? fault.name : 'something that is not an Error was thrown';
  return callError(call, 'misconfigured', `could not be sent: ${thrown}`, {
    effect,
    attempts,
    hint: `See cause: it was thrown ${when}, by a function that was handed to the client or by the runtime.`,
    cause: safeCause(fault),
  });
}

const VERBS: Record<ErrorKind, string> = {
  'invalid-input': 'is not valid',
  'invalid-phone': 'has an unusable phone number',
  misconfigured: 'is not configured',
  unauthorized: 'was not authorised',
  forbidden: 'is not allowed',
  'not-found': 'was not found',
  'already-exists': 'already exists',
  rejected: 'was refused',
  'quota-exceeded': 'is over the account’s quota',
  'rate-limited': 'was rate limited',
  'provider-failure': 'failed at the provider',
  timeout: 'timed out',
  network: 'did not reach the provider',
  aborted: 'was aborted',
  'unexpected-redirect': 'was redirected',
  'unreadable-response': 'gave an unreadable response',
  'idempotency-mismatch': 'has a key that belongs to another request',
  duplicate: 'was sent before',
  parked: 'needs review',
  'ledger-unavailable': 'could not reach its ledger',
  'list-changed': 'changed while it was read',
};

const HINTS: Partial<Record<ErrorKind, string>> = {
  unauthorized: 'Check the credentials.',
  forbidden: 'Check what the credentials are allowed to do.',
  'not-found': 'Check the ids in the request; where nothing is found at all, check baseUrl.',
  'already-exists': 'Update it instead, or leave it.',
  rejected: 'Correct the request and send it again.',
  'quota-exceeded': 'Top up the account, then send it again.',
  'rate-limited': 'Wait as long as retryAfterMs says, or lower the rate in limits.',
  'provider-failure': 'Send it again later.',
  timeout: 'Send it again later, or raise timeoutMs and deadlineMs.',
  network: 'Check the address and the connection, then try again.',
  'unexpected-redirect': 'Check baseUrl: the provider responds from another address.',
  'unreadable-response': 'Check baseUrl, and any proxy in between: the response is not from the API.',
};
