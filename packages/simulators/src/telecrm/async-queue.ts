import type { TelecrmApi } from '@leadwire/generated-telecrm';
import type { CallOf, HandlersOf, Reply, SimulatorContext } from '../framework/provider.ts';
import { telecrmError } from './errors.ts';
import { identifierKey } from './field-value.ts';
import { changeFields, type LeadParts, newFields } from './leads.ts';
import type { TelecrmOptions } from './options.ts';
import { addActions, prefixedCode, readValues } from './write-values.ts';

const APPLIED_AFTER_MS = 1_000;
const HOUR_MS = 60 * 60 * 1000;

/** A lead that the queue dropped without notice; the vendor shows it nowhere. */
export interface DroppedLead {
  readonly reason: 'no fields' | 'no identifier' | 'invalid identifier';
  readonly body: unknown;
  readonly at: number;
}

/** The Async API: accepted now, applied later, dropped without notice. */
interface AsyncQueue {
  readonly handlers: HandlersOf<TelecrmApi>;
  readonly dropped: readonly DroppedLead[];
  /** How many leads are still to be applied. */
  readonly waiting: number;
  reset(): void;
}

export function createAsyncQueue(
  context: SimulatorContext,
  { store, workspace }: LeadParts,
  options: TelecrmOptions,
): AsyncQueue {
  const { asyncDelayMs = APPLIED_AFTER_MS, asyncPerHour = Number.POSITIVE_INFINITY } = options;
  const dropped: DroppedLead[] = [];
  const used = new Map<string, { hour: number; count: number }>();
  let waiting = 0;

  /** assumption: the limit is counted by the clock's hour, and refused with 429 and Retry-After. */
  function limited(token: string): Reply | undefined {
    const hour = Math.floor(context.now() / HOUR_MS);
    const before = used.get(token);
    const count = before?.hour === hour ? before.count + 1 : 1;
    used.set(token, { hour, count });
    if (count <= asyncPerHour) return undefined;
    const seconds = Math.ceil(((hour + 1) * HOUR_MS - context.now()) / 1000);
    return {
      ...telecrmError(429, 'RATE_LIMIT_EXCEEDED', 'Too many requests'),
      headers: { 'retry-after': `${seconds}` },
    };
  }

  function apply(body: Readonly<Record<string, unknown>>): DroppedLead['reason'] | undefined {
    const { fields } = body;
    if (typeof fields !== 'object' || fields === null) return 'no fields';
    const sent = Object.entries(fields).find(([apiName]) => apiName === workspace.identifier.apiName)?.[1];
    if (sent === undefined) return 'no identifier';
    const key = identifierKey(sent, workspace);
    if (key === undefined) return 'invalid identifier';
    let row = store.byKey(key);
    if (row === undefined) {
      row = store.create(key, newFields(readValues(fields, workspace.fields, workspace, 'fields').stored, workspace));
      context.record('created', 'lead', row.id);
    } else {
      changeFields(row, fields, workspace, context.now());
      context.record('updated', 'lead', row.id);
    }
    const actions = Array.isArray(body.actions) ? body.actions : [];
    const { rows } = addActions(row, actions, { store, workspace, codeOf: prefixedCode });
    for (const { id } of rows) context.record('created', 'action', id);
    return undefined;
  }

  function upsert({ body, token }: CallOf<TelecrmApi, 'leads.upsertAsync'>): Reply {
    const refused = limited(token);
    if (refused !== undefined) return refused;
    waiting += 1;
    context.later(asyncDelayMs, () => {
      waiting -= 1;
      const isObject = typeof body === 'object' && body !== null;
      const reason = apply(isObject ? { ...body } : {});
      if (reason !== undefined) dropped.push({ reason, body, at: context.now() });
    });
    return { status: 200, body: { status: 'QUEUED' } };
  }

  return {
    handlers: { 'leads.upsertAsync': upsert },
    dropped,
    get waiting() {
      return waiting;
    },
    reset() {
      dropped.length = 0;
      used.clear();
      waiting = 0;
    },
  };
}
