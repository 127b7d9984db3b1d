import type { LeadwireError } from '../errors.ts';
import type { Observer } from '../events.ts';
import { type OperationMeta, valuesAt } from '../operation.ts';
import { isSameNumber } from '../phone/wire-form.ts';
import { type CallMeta, type CallResult, type Drift, requestIdOf } from '../result.ts';
import type { Execution } from '../transport/execution.ts';
import { callbackError, classifyError, driftError } from './classify-error.ts';
import type { CallContext } from './context.ts';
import { driftOfText } from './drift.ts';
import type { PreparedRequest } from './request/prepare-request.ts';

/** The result of an execution: the decoded value with its drift, or an error with its effect. */
export function toResult(call: CallContext, request: PreparedRequest, execution: Execution): CallResult<unknown> {
  const { input, observe, operation, provider } = call;
  const { attempts, fault, last } = execution;
  if (fault !== undefined) return failed(call, callbackError(call, fault, execution));
  const { headers, status } = last;
  const { effectClass, key: idempotencyKey, warnings } = request;
  const known = { status: status || undefined, headers, attempts, idempotencyKey, warnings };
  if (!last.ok || !last.isSuccess) {
    const meta = callMeta(operation.id, known);
    if (isGone(execution)) return { ok: true, value: undefined, meta };
    return { ok: false, error: classifyError(execution, { provider, operation, effectClass }), meta };
  }
  const value = provider.decode === undefined ? last.body.value : decoded(call, last.body.value);
  let drift: readonly Drift[] | undefined;
  // Worked out when it is first read: most callers never read it, and may change the value by then.
  const findDrift = (): readonly Drift[] => {
    drift ??= [
      ...(other === undefined ? [] : [other]),
      ...driftOfText(operation, provider.api.resultSchemas[operation.id], last.text),
    ];
    return drift;
  };
  const isWrite = operation.verb === 'POST' && operation.effect !== 'read';
  const other = isWrite ? otherPhone(operation, request.body, value) : undefined;
  const isProved = !isWrite || (other === undefined && provesCreate(operation, value, findDrift));
  const meta = new Meta(operation.id, { ...known, findDrift, certainty: isProved ? 'certain' : 'probable' });
  if (observe !== undefined) reportDrift(observe, meta, last.headers);
  if (input.options.strict === true && operation.effect === 'read' && meta.drift.length > 0)
    return { ok: false, error: driftError(call, meta), meta };
  return { ok: true, value, meta };
}

/** The result of a call that failed before or beside its request. */
export const failed = ({ operation }: CallContext, error: LeadwireError): CallResult<never> => ({
  ok: false,
  error,
  meta: callMeta(operation.id, { attempts: error.attempts }),
});

/** A readable 2xx is never turned into a failure: what cannot be decoded is returned as it was received. */
function decoded({ operation, provider }: CallContext, value: unknown): unknown {
  try {
    return provider.decode?.(value, operation);
  } catch {
    return value;
  }
}

/** A delete that was sent again finds nothing: the first one did it. */
function isGone({ attempts, last, options: { operation } }: Execution): boolean {
  if (operation.verb !== 'DELETE' || operation.effect !== 'safe-repeat' || last.status !== 404) return false;
  return attempts.slice(0, -1).some(({ effect }) => effect !== 'none');
}

function reportDrift(observe: NonNullable<Observer>, { drift }: CallMeta, headers: Headers): void {
  if (drift.length > 0) observe({ type: 'drift', drift });
  for (const header of ['deprecation', 'sunset'] as const) {
    const value = headers.get(header);
    if (value !== null) observe({ type: 'notice', header, value });
  }
}

/** What identifies a record: text that is not blank, or a number above 0. An empty text, 0 or an object is what a failed insert or a gateway gives. */
export const isId = (value: unknown): value is string | number =>
  typeof value === 'string' ? value.trim() !== '' : typeof value === 'number' && Number.isFinite(value) && value > 0;

type Holder = Readonly<Record<string, unknown>>;

/** Where a response holds a record: on top, or under `data`. */
const holdersIn = (value: unknown): Holder[] => [
  (value ?? {}) as Holder,
  ((value as { data?: unknown } | null | undefined)?.data ?? {}) as Holder,
];

/** The value in the place of the id: `id`, or the name of the resource and `_id`. */
function idFieldOf({ id: operationId }: Pick<OperationMeta, 'id'>, value: unknown): unknown {
  const [resource = ''] = operationId.split('.');
  const name = `${resource.replace(/s$/, '')}_id`;
  const fields = holdersIn(value).map((holder) => holder.id ?? holder[name]);
  return fields.find(isId) ?? fields.find((field) => field !== undefined && field !== null);
}

/** The id in a response: `id`, or the name of the resource and `_id`; on top or under `data`. */
export function remoteIdOf(operation: Pick<OperationMeta, 'id'>, value: unknown): string | undefined {
  const field = idFieldOf(operation, value);
  return isId(field) ? String(field) : undefined;
}

/** A whole number, and nothing masked. */
const NUMBER = /^\+?[\d\s().\-/]{7,}$/;

const fieldAt = (holder: unknown, path: string): unknown =>
  path.includes('.') ? valuesAt(holder, path)[0] : (holder as Holder | null | undefined)?.[path];

/** The field in which a response shows another phone than the one that was sent: it is about another person, as that of a cache or a wrong wrapper is. */
function otherPhone({ phones }: OperationMeta, body: unknown, value: unknown): Drift | undefined {
  const [place] = phones ?? [];
  if (place?.in !== 'body' || place.at.includes('[')) return undefined;
  const sent = fieldAt(body, place.at);
  if (typeof sent !== 'string') return undefined;
  const phone = `+${sent.replace(/\D/g, '')}`;
  const isOther = holdersIn(value).some((holder) => {
    const shown = fieldAt(holder, place.at);
    return typeof shown === 'string' && NUMBER.test(shown) && !isSameNumber(shown, phone);
  });
  return isOther ? { path: place.at, expected: 'the phone that was sent', got: 'another phone' } : undefined;
}

const ID_PATH = /(?:^|[._])id$/;

/** Whether a success proves a create, by its id or by a body with all that the spec requires: else it may be the response of a gateway. */
function provesCreate(operation: OperationMeta, value: unknown, findDrift: () => readonly Drift[]): boolean {
  const field = idFieldOf(operation, value);
  if (isId(field)) return true;
  if (field !== undefined) return false;
  return !findDrift().some(({ got, path }) => path === '' || got === 'undefined' || ID_PATH.test(path));
}

/** The parts of a call's meta that differ from those of a call that got no response. */
export interface MetaParts extends Partial<Omit<CallMeta, 'drift' | 'requestId' | 'operationId'>> {
  /** Worked out when it is first read: most callers never read it. */
  readonly findDrift?: (() => readonly Drift[]) | undefined;
}

/** What is known of a call; `drift` and `requestId` are worked out when they are read. */
export const callMeta = (operationId: string, parts: MetaParts = {}): CallMeta => new Meta(operationId, parts);

/** The same meta with some parts changed. */
export const changeMeta = (meta: CallMeta, changed: MetaParts): CallMeta =>
  new Meta(meta.operationId, { ...meta, headers: meta.headers, findDrift: () => meta.drift, ...changed });

/** A class, because an object literal with getters is slow to make. */
class Meta implements CallMeta {
  declare readonly operationId: string;
  declare readonly status: CallMeta['status'];
  declare readonly attempts: CallMeta['attempts'];
  declare readonly warnings: CallMeta['warnings'];
  declare readonly replayed: boolean;
  declare readonly certainty: CallMeta['certainty'];
  declare readonly existed: CallMeta['existed'];
  declare readonly idempotencyKey: CallMeta['idempotencyKey'];
  readonly #headers: Headers | undefined;
  readonly #findDrift: MetaParts['findDrift'];

  constructor(operationId: string, parts: MetaParts) {
    this.operationId = operationId;
    this.status = parts.status;
    this.attempts = parts.attempts ?? [];
    this.warnings = parts.warnings ?? [];
    this.replayed = parts.replayed ?? false;
    this.certainty = parts.certainty ?? 'certain';
    this.existed = parts.existed;
    this.idempotencyKey = parts.idempotencyKey;
    this.#headers = parts.headers;
    this.#findDrift = parts.findDrift;
  }

  get headers(): Headers | undefined {
    return withoutCookies(this.#headers);
  }

  get drift(): readonly Drift[] {
    return this.#findDrift?.() ?? [];
  }

  get requestId(): string | undefined {
    return requestIdOf(this.#headers);
  }

  toJSON(): object {
    const { drift, requestId } = this;
    return { ...this, drift, requestId };
  }
}

/** A session cookie of the provider is a credential: nothing that is printed may show it. */
function withoutCookies(headers: Headers | undefined): Headers | undefined {
  if (!headers?.get('set-cookie')) return headers;
  const shown = new Headers(Object.fromEntries(headers));
  shown.delete('set-cookie');
  return shown;
}
