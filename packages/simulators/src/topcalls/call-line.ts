import type { Call } from '@leadwire/generated-topcalls';
import type { SimulatorContext } from '../framework/provider.ts';
import { type Collection, createTable } from '../framework/state/collection.ts';
import { type CallListener, type CallRow, toCall, toWebhook } from './call-row.ts';
import type { LeadStore } from './lead-store.ts';
import type { CallEnd, TopcallsOptions } from './options.ts';
import { type Subscriptions, WEBHOOK_RETRIES_MS } from './subscriptions.ts';

const RING_AFTER_MS = 2_000;
/** Until recording, transcript and summary exist. */
const PROCESSED_AFTER_MS = 15_000;
const MINUTE_MS = 60_000;
// assumption: what is sent when webhook_url is given without webhook_events.
const DEFAULT_EVENTS = ['call.completed', 'call.failed'];
const ANSWERED: CallEnd = {
  call_status: 'completed',
  answered_by: 'human',
  disposition: 'confirmed',
  call_summary: 'They said yes.',
  duration: 1,
};

interface CallOrder {
  readonly phone: string;
  readonly from?: string | undefined;
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly leadId?: string | null;
  readonly campaignId?: string | null;
  readonly webhookUrl?: string | undefined;
  readonly webhookEvents?: readonly string[] | undefined;
  readonly conversions?: readonly string[] | undefined;
}

interface LineParts {
  readonly store: LeadStore;
  readonly subscriptions: Subscriptions;
  readonly accountId: () => string;
  readonly options: TopcallsOptions;
}

/** Places calls, lets them ring and ends them, in simulated time. */
export class CallLine {
  readonly rows: Map<string, CallRow>;
  readonly collection: Collection<string, Call>;
  readonly #context: SimulatorContext;
  readonly #parts: LineParts;
  #minutes = 0;
  #lastCreatedAt = 0;

  constructor(context: SimulatorContext, parts: LineParts) {
    const { rows, collection } = createTable<string, CallRow, Call>((row) => toCall(row, parts.accountId()));
    this.rows = rows;
    this.collection = collection;
    this.#context = context;
    this.#parts = parts;
    this.reset();
  }

  get minutesLeft(): number {
    return this.#minutes;
  }

  place(order: CallOrder): CallRow {
    const { now, random, record, later } = this.#context;
    // The cursor of the list is a time, so no two calls share one here; how the vendor handles that is not known.
    this.#lastCreatedAt = Math.max(now(), this.#lastCreatedAt + 1);
    const row: CallRow = {
      id: random.uuid(),
      externalId: random.uuid(),
      phone: order.phone,
      from: order.from ?? '+18005551234',
      createdAt: this.#lastCreatedAt,
      metadata: order.metadata ?? {},
      campaignId: order.campaignId ?? null,
      listener: listenerOf(order),
      conversions: order.conversions ?? [],
      // assumption: a call to the number of a lead is that lead's.
      leadId: order.leadId ?? this.#parts.store.byPhone(order.phone)?.id ?? null,
      status: 'queued',
      callStatus: null,
      startedAt: null,
      endedAt: null,
      duration: null,
      answeredBy: null,
      disposition: null,
      summary: null,
      errorMessage: null,
      isProcessed: false,
    };
    this.rows.set(row.id, row);
    record('created', 'call', row.id);
    this.#tell(row, 'call.queued');
    later(RING_AFTER_MS, () => this.#ring(row));
    return row;
  }

  /** Ends a call that has not ended. */
  cancel(row: CallRow): void {
    row.status = 'cancelled';
    row.callStatus = 'cancelled';
    row.endedAt = this.#context.now();
    row.isProcessed = true;
    this.#context.record('stopped', 'call', row.id);
  }

  forgetLead(leadId: string): void {
    for (const row of this.rows.values()) if (row.leadId === leadId) row.leadId = null;
  }

  reset(): void {
    this.rows.clear();
    this.#minutes = this.#parts.options.callMinutes ?? Number.POSITIVE_INFINITY;
    this.#lastCreatedAt = 0;
  }

  #tell(row: CallRow, event: string): void {
    const { listener } = row;
    const body = toWebhook(row);
    if (listener?.events.includes(event)) {
      this.#context.deliver({ event, url: listener.url, body, retryDelaysMs: WEBHOOK_RETRIES_MS });
    }
    if (event === 'call.completed') this.#parts.subscriptions.tell(row, body);
  }

  #ring(row: CallRow): void {
    if (row.status !== 'queued') return;
    const how = this.#parts.options.callEnd?.(this.collection.get(row.id) as Call) ?? ANSWERED;
    if (how.call_status !== 'completed') {
      this.#end(row, how);
      return;
    }
    row.status = 'in_progress';
    row.callStatus = 'in-progress';
    row.startedAt = this.#context.now();
    this.#tell(row, 'call.started');
    this.#context.later((how.duration ?? 1) * MINUTE_MS, () => {
      if (row.status === 'in_progress') this.#end(row, how);
    });
  }

  #end(row: CallRow, how: CallEnd): void {
    row.callStatus = how.call_status;
    row.status = how.call_status === 'completed' ? 'completed' : 'failed';
    row.endedAt = this.#context.now();
    row.duration = how.call_status === 'completed' ? (how.duration ?? 1) : 0;
    row.answeredBy = how.answered_by ?? null;
    row.disposition = how.disposition ?? null;
    row.summary = how.call_summary ?? null;
    row.errorMessage = how.error_message ?? null;
    this.#minutes -= row.duration;
    this.#context.record('completed', 'call', row.id);
    const processed = () => {
      row.isProcessed = true;
      this.#tell(row, row.status === 'failed' ? 'call.failed' : 'call.completed');
    };
    if (row.status === 'failed') processed();
    else this.#context.later(PROCESSED_AFTER_MS, processed);
  }
}

const listenerOf = ({ webhookUrl, webhookEvents }: CallOrder): CallListener | undefined =>
  webhookUrl === undefined ? undefined : { url: webhookUrl, events: webhookEvents ?? DEFAULT_EVENTS };
