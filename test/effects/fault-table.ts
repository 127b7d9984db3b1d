import type { ClientOptions, Effect, EffectClass, ErrorKind } from '@leadwire/core';
import type { FieldCondition, OperationMeta } from '@leadwire/core/provider';
import {
  type Answer,
  answering,
  body,
  cut,
  type FakeFetch,
  fakeClock,
  json,
  refused,
  reset,
  type SeenRequest,
  stalls,
} from '@leadwire/core/testing';
import { callOperation, type OperationUnderTest } from './every-operation.ts';

/** What goes wrong, on every request of a call. */
export const FAULTS = ['429', '503', 'refused', 'lost-after-commit', 'timeout', 'truncated'] as const;
export type Fault = (typeof FAULTS)[number];

/** What semantics 1 and 2 say of an operation under a fault. */
export interface Claim {
  /** How often the operation itself is sent; look-ups do not count. */
  readonly sends: number;
  readonly effect: Effect;
}

/** How often a request may be sent whose outcome is not known, out of three attempts. */
const SENDS_AFTER_UNKNOWN: Record<EffectClass, number> = {
  read: 3,
  'safe-repeat': 3,
  'natural-key': 3,
  keyed: 3,
  'queued-upsert': 3,
  'conflict-key': 2,
  'dup-flag': 1,
  unguarded: 1,
};

const EFFECT_ON_A_WRITE: Record<Fault, Effect> = {
  '429': 'none',
  '503': 'unknown',
  refused: 'none',
  'lost-after-commit': 'unknown',
  timeout: 'unknown',
  truncated: 'applied',
};

/** Kinds that each fault may end as; a create that cannot be looked up is parked. */
export const KINDS: Record<Fault, readonly ErrorKind[]> = {
  '429': ['rate-limited'],
  '503': ['provider-failure', 'parked'],
  refused: ['network'],
  'lost-after-commit': ['network', 'parked'],
  timeout: ['timeout', 'parked'],
  truncated: ['unreadable-response', 'parked'],
};

const NOT_PROCESSED: readonly Fault[] = ['429', 'refused'];

export function claimOf(effect: EffectClass, fault: Fault): Claim {
  return {
    sends: NOT_PROCESSED.includes(fault) ? 3 : SENDS_AFTER_UNKNOWN[effect],
    effect: effect === 'read' ? 'none' : EFFECT_ON_A_WRITE[fault],
  };
}

/** The class that a body gives an operation, read from its metadata independently of the code under test. */
export function classOf(meta: OperationMeta, sent: unknown): EffectClass {
  const met = (path: string, { equals, orAbsent, present }: FieldCondition): boolean => {
    const values = valuesAt(sent, path.split('.'));
    if (present !== undefined) return values.some((value) => !(Array.isArray(value) && value.length === 0)) === present;
    return values.length === 0 ? orAbsent === true : values.includes(equals);
  };
  const downgraded = meta.unguardedWhen?.some((all) => Object.entries(all).every(([path, when]) => met(path, when)));
  return downgraded ? 'unguarded' : meta.effect;
}

function valuesAt(value: unknown, [step, ...rest]: readonly string[]): unknown[] {
  if (value === undefined || value === null) return [];
  if (step === undefined) return [value];
  const inner = (value as Record<string, unknown>)[step.replace('[]', '')];
  return step.endsWith('[]')
    ? ((inner ?? []) as unknown[]).flatMap((item) => valuesAt(item, rest))
    : valuesAt(inner, rest);
}

/** What came of one operation under one fault. */
export interface Observed extends Claim {
  readonly kind: ErrorKind | 'ok';
  /** How often the server did it. */
  readonly committed: number;
  readonly requests: readonly SeenRequest[];
}

export type WrapFetch = (fetch: FakeFetch) => NonNullable<ClientOptions['fetch']>;

/** Makes the call against a server that fails every request in the same way. */
export async function observe(
  operation: OperationUnderTest,
  fault: Fault,
  { wrap = (fetch) => fetch, sent }: { readonly wrap?: WrapFetch; readonly sent?: unknown } = {},
): Promise<Observed> {
  const clock = fakeClock();
  let committed = 0;
  const answers: Record<Fault, Answer> = {
    '429': json(429, { message: 'Too Many Attempts.' }),
    '503': body(503),
    refused,
    'lost-after-commit': reset,
    timeout: stalls(() => clock.elapse(30_000)),
    truncated: cut(200, '{"id":'),
  };
  const isOperation = (request: SeenRequest) =>
    request.method === server.requests[0]?.method && request.path === server.requests[0].path;
  const server = answering((request) => {
    if (isOperation(request) && !['429', '503', 'refused'].includes(fault)) committed++;
    return answers[fault](request);
  });
  const client = await operation.provider.create({ fetch: wrap(server), clock, limits: false });
  const outcome = await callOperation(client, operation, sent);
  const requests = server.requests.filter(isOperation);
  return {
    sends: requests.length,
    effect: outcome.ok ? 'none' : outcome.error.effect,
    kind: outcome.ok ? 'ok' : outcome.error.kind,
    committed,
    requests,
  };
}
