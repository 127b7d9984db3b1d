import { type EffectClass, effectClass } from '../effect.ts';
import { type Issue, LeadwireError } from '../errors.ts';
import { isPromise, type MaybePromise } from '../maybe-promise.ts';
import type { OperationMeta } from '../operation.ts';
import type { CallOptions } from '../options.ts';
import { isKnownCountry } from '../phone/country.ts';
import { loadPhoneMetadata } from '../phone/load-metadata.ts';
import type { PhoneMetadata } from '../phone/metadata.ts';
import { PHONE_ADVICE } from '../phone/reasons.ts';
import { copyOf, dropUndefined } from '../plain-data.ts';
import { IDEMPOTENCY_KEY, isLedgerKey, newIdempotencyKey } from './idempotency-key.ts';
import type { Provider } from './provider-definition.ts';
import { validate } from './validate.ts';
import { writePhones } from './write-phones.ts';

/** What the caller gave for one operation. */
export interface CallInput {
  readonly path: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  readonly query?: unknown;
  readonly options: CallOptions;
}

/** The request as it will be sent, once every fault has been found. */
export interface PreparedRequest {
  readonly path: Readonly<Record<string, unknown>>;
  readonly body: unknown;
  /** The body as it is sent; undefined for a form. */
  readonly payload: string | undefined;
  readonly query: unknown;
  readonly key: string | undefined;
  /** What is worth a look, though it is sent: a phone that its country has not given out. */
  readonly warnings: readonly Issue[];
  /** The operation's class, or `unguarded` where this body says so. */
  readonly effectClass: EffectClass;
}

/** Finds every fault of a call, puts its phones into wire form and gives it its key; nothing is sent before that. */
export function prepareRequest(
  provider: Provider,
  operation: OperationMeta,
  input: CallInput,
): MaybePromise<PreparedRequest | LeadwireError> {
  if (provider.phonesOf(operation).length === 0 || input.body instanceof FormData)
    return check(provider, operation, input, undefined);
  // Loaded before the first phone, and at hand after that.
  const loading = loadPhoneMetadata(provider.options.phoneMetadata);
  if (!isPromise(loading)) return check(provider, operation, input, loading);
  const made = snapshotOf(input); // a call starts when it is made: what its owner writes into the body later is not part of it
  return loading.then((metadata) => check(provider, operation, made, metadata));
}

function check(
  provider: Provider,
  operation: OperationMeta,
  input: CallInput,
  metadata: PhoneMetadata | undefined,
): PreparedRequest | LeadwireError {
  const issues: Issue[] = [];
  const warnings: Issue[] = [];
  for (const name of operation.pathParams ?? []) {
    const value = input.path[name];
    const text = value === undefined || value === null ? '' : String(value);
    if (text.trim() === '' || text === '.' || text === '..') {
      issues.push({ path: name, message: text.trim() === '' ? 'is missing' : 'is no id', code: 'invalid-path-value' });
    }
  }
  let body = dropUndefined(input.body);
  let query = dropUndefined(input.query);
  const given = provider.prepare?.(operation, { body, query, path: input.path });
  if (given) {
    body = given.body;
    query = given.query;
    issues.push(...given.issues);
  }
  if (operation.body === 'required' && body === undefined)
    issues.push({ path: '', message: 'a body is required', code: 'missing-body' });
  const path = given?.path ?? input.path;
  if (metadata !== undefined) {
    const { defaultCountry, digitsAlone } = provider.options;
    if (defaultCountry !== undefined && !isKnownCountry(defaultCountry, metadata))
      return unknownCountry(provider, operation, defaultCountry);
    const judge = { metadata, defaultCountry, digitsAlone, issues, warnings };
    const places = provider.phonesOf(operation);
    body = writePhones(body, 'body', places, judge);
    query = writePhones(query, 'query', places, judge);
  }
  const finished = provider.finish?.(operation, body);
  if (finished) {
    body = finished.body;
    issues.push(...finished.issues);
  }
  if (body !== undefined && !(body instanceof FormData))
    addNew(issues, validate(provider.api.bodySchemas[operation.id], body));
  const querySchema = provider.api.querySchemas[operation.id];
  if (querySchema !== undefined) addNew(issues, validate(querySchema, query ?? {}));
  const { deadlineMs, idempotencyKey, timeoutMs } = input.options;
  if (timeoutMs !== undefined && !(timeoutMs > 0)) issues.push(noTime('timeoutMs'));
  if (deadlineMs !== undefined && !(deadlineMs > 0)) issues.push(noTime('deadlineMs'));
  if (idempotencyKey !== undefined) issues.push(...keyFaults(idempotencyKey, operation));
  if (issues.length > 0) return refused(provider, operation, issues);
  const key = operation.idempotencyHeader ? (idempotencyKey ?? newIdempotencyKey()) : undefined;
  const payload = body === undefined || body instanceof FormData ? undefined : JSON.stringify(body);
  return { path, body, payload, query, key, warnings, effectClass: effectClass(operation, body) };
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

const noTime = (path: string): Issue => ({ path, message: 'must be above 0', code: 'invalid-time' });

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
    `${provider.name} ${operation.id}: defaultCountry ${JSON.stringify(country)} is no country`,
    {
      provider: provider.name,
      operationId: operation.id,
      issues: [{ path: 'defaultCountry', message: 'is no ISO 3166-1 alpha-2 country' }],
      hint: 'Give two letters, such as IN, US or GB. Nothing was sent.',
    },
  );
}
