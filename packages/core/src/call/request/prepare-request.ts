import { CALL_OPTIONS, timeFaults, unknownOptions } from '../../check-options.ts';
import { type EffectClass, effectClass } from '../../effect.ts';
import { type Issue, type LeadwireError, refusal } from '../../errors.ts';
import { notJson } from '../../not-json.ts';
import type { OperationMeta, RequestSchema } from '../../operation.ts';
import type { CallOptions } from '../../options.ts';
import { PHONE_ADVICE } from '../../phone/reasons.ts';
import { copyOf } from '../../plain-data.ts';
import type { Result } from '../../result.ts';
import type { CallContext, CallInput, Operation, Provider } from '../context.ts';
import { IDEMPOTENCY_KEY, isLedgerKey, newIdempotencyKey } from '../idempotency/idempotency-key.ts';
import type { RequestDraft } from '../provider-definition.ts';
import { describeIssues } from './validate.ts';
import { writePhones } from './write-phones.ts';

/** The request as it will be sent, once every fault has been found. */
export interface PreparedRequest {
  readonly path: Readonly<Record<string, unknown>>;
  readonly body: unknown;
  /** The body as it is sent; undefined for a form. */
  readonly payload: string | undefined;
  readonly query: unknown;
  readonly key: string | undefined;
  /** Doubts that did not keep it from being sent. */
  readonly warnings: readonly Issue[];
  /** The operation's class, or `unguarded` where this body says so. */
  readonly effectClass: EffectClass;
}

/** Finds every fault of a call, puts its phones into wire form and gives it its key; nothing is sent before that. */
export function prepareRequest({ input, operation, provider }: CallContext, given: Draft): Result<PreparedRequest> {
  const { options } = input;
  if ('issues' in given) return { ok: false, error: refused(provider, operation, given.issues) };
  const issues: Issue[] = [];
  for (const name of operation.pathParams ?? []) addPathFault(name, given.path[name], issues);
  const warnings: Issue[] = [];
  const { path, ...written } = writeRequest(provider, operation, given, { issues, warnings });
  addSchemaFaults(provider.api.bodySchemas[operation.id], written.body, issues);
  addSchemaFaults(provider.api.querySchemas[operation.id], written.query, issues);
  addOptionFaults(operation, options, issues);
  const { extra, idempotencyKey } = options;
  const isForm = written.body instanceof FormData;
  const body = isForm || extra?.body === undefined ? written.body : { ...(written.body as object), ...extra.body };
  const query = extra?.query === undefined ? written.query : { ...(written.query as object), ...extra.query };
  const payload = isForm ? undefined : writePayload(body, issues);
  if (issues.length > 0) return { ok: false, error: refused(provider, operation, issues) };
  const key = operation.idempotencyHeader ? (idempotencyKey ?? newIdempotencyKey()) : undefined;
  const effect = effectClass(operation, body);
  return { ok: true, value: { path, body, payload, query, key, warnings, effectClass: effect } };
}

/** A copy of what was given; the places where it contains itself, which no copy and no JSON can hold. */
type Draft = RequestDraft | { readonly issues: readonly Issue[] };

/** A call starts when it is made: what its owner writes into the body later is not part of it. */
export function draftOf({ body, path, query }: CallInput): Draft {
  try {
    return { path: textOf(path), body: copyOf(body), query: copyOf(query) };
  } catch (fault) {
    const issues = [...notJson(body), ...notJson(query)];
    if (issues.length === 0) throw fault;
    return { issues };
  }
}

/** A bigint in a path is the text that it is written as: JSON, which names calls in flight and keys, has none. */
const textOf = (path: CallInput['path']): CallInput['path'] =>
  Object.values(path).some((value) => typeof value === 'bigint')
    ? Object.fromEntries(
        Object.entries(path).map(([name, value]) => [name, typeof value === 'bigint' ? String(value) : value]),
      )
    : path;

/** Takes what is found in a request: faults, and doubts that do not keep it from being sent. */
interface Findings {
  readonly issues: Issue[];
  readonly warnings: Issue[];
}

/** The request as its provider takes it, with every phone in wire form. */
function writeRequest(
  provider: Provider,
  operation: Operation,
  given: RequestDraft,
  { issues, warnings }: Findings,
): RequestDraft {
  const revised = provider.prepare?.(operation, given);
  if (revised) issues.push(...revised.issues);
  let { body, query } = revised ?? given;
  if (operation.body === 'required' && body === undefined)
    issues.push({ path: '', message: 'is required: the operation takes a body', code: 'missing-body' });
  const { phones } = operation;
  const { options, parsePhone } = provider;
  if (parsePhone !== undefined) {
    const { defaultCountry, digitsAlone } = options;
    const isWrite = operation.effect !== 'read';
    const rules = { parsePhone, defaultCountry, digitsAlone, isWrite, issues, warnings };
    body = writePhones(body, 'body', phones, rules);
    query = writePhones(query, 'query', phones, rules);
  }
  const finished = provider.finish?.[operation.id]?.(body);
  if (finished) issues.push(...finished.issues);
  return { path: revised?.path ?? given.path, body: finished ? finished.body : body, query };
}

/** One fault a field: what was found first says more. */
function addSchemaFaults(schema: RequestSchema | undefined, value: unknown, issues: Issue[]): void {
  if (schema === undefined || value === undefined || value instanceof FormData) return;
  const { error, success } = schema.safeParse(value);
  if (success) return;
  const known = new Set(issues.map(({ path }) => path));
  issues.push(...describeIssues(schema, error?.issues).filter(({ path }) => !known.has(path)));
}

function addOptionFaults({ idempotencyHeader }: OperationMeta, options: CallOptions, issues: Issue[]): void {
  const { deadlineMs, idempotencyKey, retry, timeoutMs } = options;
  issues.push(...unknownOptions(options, CALL_OPTIONS));
  if (timeoutMs !== undefined || deadlineMs !== undefined || retry)
    issues.push(...timeFaults({ timeoutMs, deadlineMs, retry }));
  if (idempotencyKey === undefined) return;
  // A provider documents the form of its keys; a ledger takes any line of text.
  const [isValid, message] = idempotencyHeader
    ? [IDEMPOTENCY_KEY.test(idempotencyKey), 'must be 8 to 255 letters, digits, - and _']
    : [isLedgerKey(idempotencyKey), 'must be 1 to 255 characters, without control characters'];
  if (!isValid) issues.push({ path: 'idempotencyKey', message, code: 'invalid-key' });
}

/** The body as JSON, written once for all attempts. JSON writes NaN as null, and has no bigint: both are faults. */
function writePayload(body: unknown, issues: Issue[]): string | undefined {
  if (issues.length > 0 || body === undefined) return undefined;
  let payload: string | undefined;
  try {
    payload = JSON.stringify(body);
    if (!payload.includes('null')) return payload;
  } catch (fault) {
    if (notJson(body).length === 0) throw fault;
  }
  issues.push(...notJson(body));
  return payload;
}

/** An object, a promise or a whole lead would be put into the address as text. */
function addPathFault(name: string, value: unknown, issues: Issue[]): void {
  const isFilled =
    typeof value === 'bigint' || Number.isFinite(value) || (typeof value === 'string' && value.trim() !== '');
  if (isFilled && value !== '.' && value !== '..') return;
  const isMissing = value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
  const message = isMissing ? 'is required' : 'must be an id: non-empty text, a finite number or a bigint';
  issues.push({ path: name, message, code: 'invalid-path-value' });
}

/** All faults at once, before anything is sent. */
function refused(provider: Provider, operation: OperationMeta, issues: readonly Issue[]): LeadwireError {
  const phones = issues.every((issue) => issue.code !== undefined && issue.code in PHONE_ADVICE);
  return refusal(phones ? 'invalid-phone' : 'invalid-input', `${provider.name} ${operation.id}`, issues, {
    provider: provider.name,
    operationId: operation.id,
    hint: phones
      ? 'Correct the number, or set defaultCountry. Nothing was sent.'
      : 'Correct the request. Nothing was sent.',
  });
}
