import { type EffectClass, effectClass } from '../../effect.ts';
import type { Issue } from '../../errors.ts';
import { emptiedByJson, notJson } from '../../not-json.ts';
import type { RequestSchema } from '../../operation.ts';
import { writePhones } from '../../phone/wire-form.ts';
import type { Result } from '../../result.ts';
import { type CallContext, type CallInput, NO_OPTIONS, type Operation, type Provider } from '../context.ts';
import { newIdempotencyKey } from '../idempotency/idempotency-key.ts';
import type { RequestDraft, RevisedDraft } from '../provider-definition.ts';
import { describeIssues, optionFaults, refused } from './validate.ts';

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
  const warnings: Issue[] = [];
  for (const name of operation.pathParams ?? []) addPathFault(name, given.path[name], issues);
  const written = writeRequest(provider, operation, given, { issues, warnings });
  addSchemaFaults(provider.api.bodySchemas[operation.id], written.body, issues);
  addSchemaFaults(provider.api.querySchemas[operation.id], written.query, issues);
  if (options !== NO_OPTIONS) issues.push(...optionFaults(operation, options));
  const { extra, idempotencyKey } = options;
  const isForm = written.body instanceof FormData;
  const body = isForm || extra?.body === undefined ? written.body : { ...(written.body as object), ...extra.body };
  const query = extra?.query === undefined ? written.query : { ...(written.query as object), ...extra.query };
  const payload = isForm ? undefined : writePayload(body, issues);
  if (issues.length > 0) return { ok: false, error: refused(provider, operation, issues) };
  const key = operation.idempotencyHeader ? (idempotencyKey ?? newIdempotencyKey()) : undefined;
  const effect = effectClass(operation, body);
  return { ok: true, value: { path: written.path, body, payload, query, key, warnings, effectClass: effect } };
}

/** A copy of what was given; the places that no copy and no JSON can hold. */
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

/**
 * A deep copy of plain data, without fields that are undefined: they are absent on the wire, so they are absent to the schema.
 * What is not plain data, such as a Date or a form, is kept as it is.
 * @throws TypeError on what JSON would leave out
 */
export function copyOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyOf);
  if (typeof value === 'function' || typeof value === 'symbol') return kept(value);
  if (typeof value !== 'object' || value === null) return value;
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return kept(value);
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    const inner = (value as Record<string, unknown>)[key];
    if (inner !== undefined) copy[key] = copyOf(inner);
  }
  return copy;
}

function kept(value: unknown): unknown {
  if (emptiedByJson(value) !== undefined) throw new TypeError('JSON would leave it out');
  return value;
}

/** A bigint in a path is the text that it is written as: JSON, which names calls in flight and keys, has none. */
function textOf(path: CallInput['path']): CallInput['path'] {
  let texts = path;
  for (const name in path) if (typeof path[name] === 'bigint') texts = { ...texts, [name]: String(path[name]) };
  return texts;
}

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
  const draft: RevisedDraft = provider.prepare?.(operation, given) ?? given;
  let { body, query } = draft;
  if (draft.issues) issues.push(...draft.issues);
  if (operation.body === 'required' && body === undefined)
    issues.push({ path: '', message: 'is required: the operation takes a body', code: 'missing-body' });
  const { phones } = operation;
  const { options, parsePhone } = provider;
  if (parsePhone !== undefined && phones.length > 0) {
    const { defaultCountry, digitsAlone } = options;
    const isWrite = operation.effect !== 'read';
    const rules = { parsePhone, defaultCountry, digitsAlone, isWrite, issues, warnings };
    body = writePhones(body, 'body', phones, rules);
    query = writePhones(query, 'query', phones, rules);
  }
  const finished = provider.finish?.[operation.id]?.(body);
  if (finished?.issues) issues.push(...finished.issues);
  return { path: draft.path, body: finished ? finished.body : body, query };
}

/** One fault a field: what was found first says more. */
function addSchemaFaults(schema: RequestSchema | undefined, value: unknown, issues: Issue[]): void {
  if (schema === undefined || value === undefined || value instanceof FormData) return;
  const { error, success } = schema.safeParse(value);
  if (success) return;
  const known = new Set(issues.map(({ path }) => path));
  issues.push(...describeIssues(schema, error?.issues, value).filter(({ path }) => !known.has(path)));
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
