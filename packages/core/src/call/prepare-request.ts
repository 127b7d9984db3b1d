import { type EffectClass, effectClass } from '../effect.ts';
import { type Issue, LeadwireError } from '../errors.ts';
import { isPromise } from '../maybe-promise.ts';
import type { OperationMeta } from '../operation.ts';
import type { CallOptions } from '../options.ts';
import { isKnownCountry } from '../phone/country.ts';
import { loadPhoneMetadata } from '../phone/load-metadata.ts';
import type { PhoneMetadata } from '../phone/metadata.ts';
import { PHONE_ADVICE } from '../phone/reasons.ts';
import { copyOf, dropUndefined } from '../plain-data.ts';
import { err, ok, type Result } from '../result.ts';
import type { CallContext, CallInput } from './call-context.ts';
import { IDEMPOTENCY_KEY, isLedgerKey, newIdempotencyKey } from './idempotency-key.ts';
import type { Provider } from './provider-definition.ts';
import { validate } from './validate.ts';
import { writePayload } from './write-payload.ts';
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
export async function prepareRequest({ input, operation, provider }: CallContext): Promise<Result<PreparedRequest>> {
  if (provider.phonesOf(operation).length === 0 || input.body instanceof FormData)
    return check(provider, operation, input, undefined);
  // Loaded before the first phone, and at hand after that.
  const loading = loadPhoneMetadata(provider.options.phoneMetadata);
  if (!isPromise(loading)) return check(provider, operation, input, loading);
  const made = snapshotOf(input); // a call starts when it is made: what its owner writes into the body later is not part of it
  return check(provider, operation, made, await loading);
}

function check(
  provider: Provider,
  operation: OperationMeta,
  input: CallInput,
  metadata: PhoneMetadata | undefined,
): Result<PreparedRequest> {
  const issues: Issue[] = [];
  const warnings: Issue[] = [];
  for (const name of operation.pathParams ?? []) issues.push(...pathFaults(name, input.path[name]));
  let body = dropUndefined(input.body);
  let query = dropUndefined(input.query);
  const given = provider.prepare?.(operation, { body, query, path: input.path });
  if (given) {
    body = given.body;
    query = given.query;
    issues.push(...given.issues);
  }
  if (operation.body === 'required' && body === undefined)
    issues.push({ path: '', message: 'is required: the operation takes a body', code: 'missing-body' });
  const path = given?.path ?? input.path;
  if (metadata !== undefined) {
    const { defaultCountry, digitsAlone } = provider.options;
    if (defaultCountry !== undefined && !isKnownCountry(defaultCountry, metadata))
      return err(unknownCountry(provider, operation, defaultCountry));
    const isWrite = operation.effect !== 'read';
    const judge = { metadata, defaultCountry, digitsAlone, isWrite, issues, warnings };
    const places = provider.phonesOf(operation);
    body = writePhones(body, 'body', places, judge);
    query = writePhones(query, 'query', places, judge);
  }
  const finished = provider.finish?.(operation, body);
  if (finished) {
    body = finished.body;
    issues.push(...finished.issues);
  }
  addNew(issues, schemaFaults(provider, operation, body, query));
  issues.push(...optionFaults(input.options, operation));
  if (issues.length > 0) return err(refused(provider, operation, issues));
  const { extra, idempotencyKey } = input.options;
  if (!(body instanceof FormData)) body = withExtra(body, extra?.body);
  query = withExtra(query, extra?.query);
  const key = operation.idempotencyHeader ? (idempotencyKey ?? newIdempotencyKey()) : undefined;
  const payload = writePayload(body);
  if (!payload.ok) return err(refused(provider, operation, payload.error));
  return ok({
    path,
    body,
    payload: payload.value,
    query: copyOf(query),
    key,
    warnings,
    effectClass: effectClass(operation, body),
  });
}

/** An object, a promise or a whole lead would be put into the address as text. */
function pathFaults(name: string, value: unknown): Issue[] {
  const isFilled =
    typeof value === 'bigint' || Number.isFinite(value) || (typeof value === 'string' && value.trim() !== '');
  if (isFilled && value !== '.' && value !== '..') return [];
  const isMissing = value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
  const message = isMissing ? 'is required' : 'must be an id: non-empty text, a finite number or a bigint';
  return [{ path: name, message, code: 'invalid-path-value' }];
}

function schemaFaults({ api }: Provider, { id }: OperationMeta, body: unknown, query: unknown): readonly Issue[] {
  const inBody = body === undefined || body instanceof FormData ? [] : validate(api.bodySchemas[id], body);
  return [...inBody, ...validate(api.querySchemas[id], query ?? {})];
}

const withExtra = (given: unknown, extra: Readonly<Record<string, unknown>> | undefined): unknown =>
  extra === undefined ? given : { ...(given as object | undefined), ...extra };

function optionFaults({ deadlineMs, idempotencyKey, timeoutMs }: CallOptions, operation: OperationMeta): Issue[] {
  const times = Object.entries({ timeoutMs, deadlineMs }).filter(([, ms]) => ms !== undefined && !(ms > 0));
  const key = idempotencyKey === undefined ? [] : keyFaults(idempotencyKey, operation);
  return [...times.map(([name]) => noTime(name)), ...key];
}

/** One fault a place: what was found first says more. */
function addNew(issues: Issue[], found: readonly Issue[]): void {
  if (found.length === 0) return;
  const faulty = new Set(issues.map((issue) => issue.path));
  issues.push(...found.filter((issue) => !faulty.has(issue.path)));
}

const snapshotOf = (input: CallInput): CallInput => ({
  ...input,
  body: copyOf(input.body),
  query: copyOf(input.query),
  options: { ...input.options },
});

/** A provider has a form for its keys; a ledger has none, but a key must be a line of text. */
function keyFaults(key: string, { idempotencyHeader }: OperationMeta): Issue[] {
  const [fits, message] = idempotencyHeader
    ? [IDEMPOTENCY_KEY.test(key), 'must be 8 to 255 letters, digits, - and _']
    : [isLedgerKey(key), 'must be 1 to 255 characters, without control characters'];
  return fits ? [] : [{ path: 'idempotencyKey', message, code: 'invalid-key' }];
}

const noTime = (path: string): Issue => ({ path, message: 'must be above 0 ms', code: 'invalid-time' });

/** All faults at once, before anything is sent. */
function refused(provider: Provider, operation: OperationMeta, issues: readonly Issue[]): LeadwireError {
  const phones = issues.every((issue) => issue.code !== undefined && issue.code in PHONE_ADVICE);
  const shown = issues.map((issue) => `${issue.path || 'request'} ${issue.message}`).join('; ');
  return new LeadwireError(phones ? 'invalid-phone' : 'invalid-input', `${provider.name} ${operation.id}: ${shown}`, {
    provider: provider.name,
    operationId: operation.id,
    issues,
    effect: 'none',
    hint: phones
      ? 'Correct the number, or set defaultCountry. Nothing was sent.'
      : 'Correct the request. Nothing was sent.',
  });
}

function unknownCountry(provider: Provider, operation: OperationMeta, country: string): LeadwireError {
  return new LeadwireError(
    'misconfigured',
    `${provider.name} ${operation.id}: defaultCountry ${JSON.stringify(country)} is not a country`,
    {
      provider: provider.name,
      operationId: operation.id,
      issues: [{ path: 'defaultCountry', message: 'is not an ISO 3166-1 alpha-2 country code' }],
      hint: 'Give two letters, such as IN, US or GB. Nothing was sent.',
    },
  );
}
