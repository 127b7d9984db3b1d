import type { CallCompletedWebhook, TopcallsApi, WebhookSubscription } from '@leadwire/generated-topcalls';
import type { HandlersOf, SimulatorContext } from '../framework/provider.ts';
import { type Collection, createTable } from '../framework/state/collection.ts';
import type { CallRow } from './call-row.ts';
import type { IdempotencyStore } from './idempotency.ts';

/** First at once, then after these. */
export const WEBHOOK_RETRIES_MS: number[] = [1, 5, 15, 60].map((minutes) => minutes * 60_000);

interface Wanted {
  readonly event: string;
  readonly url: string;
  readonly filters?: Readonly<Record<string, unknown>>;
}

interface SubscriptionRow {
  readonly id: string;
  readonly keyId: string;
  readonly createdAt: number;
  readonly wanted: Wanted;
}

/** `+1555%` as SQL LIKE reads it. */
function isLike(text: string, pattern: string): boolean {
  const escaped = pattern.split('%').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${escaped.join('.*')}$`, 's').test(text);
}

function fits(value: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted)) return wanted.some((one) => fits(value, one));
  if (typeof wanted === 'string' && wanted.includes('%')) return typeof value === 'string' && isLike(value, wanted);
  return value === wanted;
}

function passes(row: CallRow, body: CallCompletedWebhook, filters: Wanted['filters']): boolean {
  return Object.entries(filters ?? {}).every(([name, wanted]) => {
    if (wanted === undefined) return true;
    if (name === 'is_conversion')
      return wanted === (row.disposition !== null && row.conversions.includes(row.disposition));
    return fits(Object.entries(body).find(([key]) => key === name)?.[1], wanted);
  });
}

/** The account's subscriptions to the ends of calls. */
export class Subscriptions {
  readonly collection: Collection<string, WebhookSubscription>;
  readonly handlers: HandlersOf<TopcallsApi>;
  readonly #rows: Map<string, SubscriptionRow>;
  readonly #context: SimulatorContext;

  constructor(context: SimulatorContext, idempotency: IdempotencyStore, accountId: () => string) {
    const { rows, collection } = createTable<string, SubscriptionRow, WebhookSubscription>((row) => ({
      id: row.id,
      account_id: accountId(),
      event: row.wanted.event,
      url: row.wanted.url,
      filters: row.wanted.filters ?? {},
      deleted_at: null,
      created_by_api_key_id: row.keyId,
      created_at: new Date(row.createdAt).toISOString(),
    }));
    this.collection = collection;
    this.#rows = rows;
    this.#context = context;
    this.handlers = {
      'webhooks.create': idempotency.keyed((call) => {
        const id = context.random.uuid();
        rows.set(id, { id, keyId: context.random.uuid(), createdAt: context.now(), wanted: call.body });
        context.record('created', 'webhook', id);
        return { status: 201, body: collection.get(id) };
      }),
    };
  }

  /** Sends a finished call to every matching subscription. */
  tell(row: CallRow, body: CallCompletedWebhook): void {
    const names = ['call.completed', `call.completed.${row.disposition ?? ''}`];
    for (const { wanted } of this.#rows.values()) {
      if (!names.includes(wanted.event) || !passes(row, body, wanted.filters)) continue;
      this.#context.deliver({ event: wanted.event, url: wanted.url, body, retryDelaysMs: WEBHOOK_RETRIES_MS });
    }
  }

  reset(): void {
    this.#rows.clear();
  }
}
