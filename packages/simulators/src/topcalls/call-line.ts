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
  readonly operationId: string;
  readonly phone: string;
  readonly from?: string | undefined;
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly leadId?: string | null;
  readonly campaignId?: string | null;
  readonly webhookUrl?: string | undefined;
  readonly webhookEvents?: readonly string[] | undefined;
  readonly conversions?: readonly string[] | undefined;
}

/** Places calls, lets them ring and ends them, in simulated time. */
export interface CallLine {
  readonly rows: ReadonlyMap<string, CallRow>;
  readonly collection: Collection<string, Call>;
  /** Minutes left. */
  minutesLeft(): number;
  place(order: CallOrder): CallRow;
  /** Ends a call that has not ended. */
  cancel(row: CallRow, operationId: string): void;
  forgetLead(leadId: string): void;
  reset(): void;
}

interface LineParts {
  readonly store: LeadStore;
  readonly subscriptions: Subscriptions;
  readonly accountId: () => string;
  readonly options: TopcallsOptions;
}

export function createCallLine(
  context: SimulatorContext,
  { store, subscriptions, accountId, options }: LineParts,
): CallLine {
  const { callEnd = () => ANSWERED, ringAfterMs = RING_AFTER_MS, callMinutes = Number.POSITIVE_INFINITY } = options;
  const table = createTable<string, CallRow, Call>((row) => toCall(row, accountId()));
  let minutes = callMinutes;
  let lastCreatedAt = 0;

  function tell(row: CallRow, event: string): void {
    const { listener } = row;
    const body = toWebhook(row);
    if (listener?.events.includes(event)) {
      context.deliver({ event, url: listener.url, body, retryDelaysMs: WEBHOOK_RETRIES_MS });
    }
    if (event === 'call.completed') subscriptions.tell(row, body);
  }

  function end(row: CallRow, how: CallEnd, operationId: string): void {
    row.callStatus = how.call_status;
    row.status = how.call_status === 'completed' ? 'completed' : 'failed';
    row.endedAt = context.now();
    row.duration = how.call_status === 'completed' ? (how.duration ?? 1) : 0;
    row.answeredBy = how.answered_by ?? null;
    row.disposition = how.disposition ?? null;
    row.summary = how.call_summary ?? null;
    row.errorMessage = how.error_message ?? null;
    minutes -= row.duration;
    context.record({ operationId, kind: 'completed', resource: 'call', id: row.id });
    if (row.status === 'failed') {
      row.isProcessed = true;
      tell(row, 'call.failed');
      return;
    }
    context.later(PROCESSED_AFTER_MS, () => {
      row.isProcessed = true;
      tell(row, 'call.completed');
    });
  }

  function ring(row: CallRow, operationId: string): void {
    if (row.status !== 'queued') return;
    const how = callEnd(toCall(row, accountId()));
    if (how.call_status !== 'completed') {
      end(row, how, operationId);
      return;
    }
    row.status = 'in_progress';
    row.callStatus = 'in-progress';
    row.startedAt = context.now();
    tell(row, 'call.started');
    context.later((how.duration ?? 1) * MINUTE_MS, () => {
      if (row.status === 'in_progress') end(row, how, operationId);
    });
  }

  function listenerOf({ webhookUrl, webhookEvents }: CallOrder): CallListener | undefined {
    return webhookUrl === undefined ? undefined : { url: webhookUrl, events: webhookEvents ?? DEFAULT_EVENTS };
  }

  return {
    rows: table.rows,
    collection: table.collection,
    minutesLeft: () => minutes,
    place(order) {
      // The cursor of the list is a time, so no two calls share one here; how the vendor handles that is not known.
      lastCreatedAt = Math.max(context.now(), lastCreatedAt + 1);
      const row: CallRow = {
        id: context.random.uuid(),
        externalId: context.random.uuid(),
        phone: order.phone,
        from: order.from ?? '+18005551234',
        createdAt: lastCreatedAt,
        metadata: order.metadata ?? {},
        campaignId: order.campaignId ?? null,
        listener: listenerOf(order),
        conversions: order.conversions ?? [],
        // assumption: a call to the number of a lead is that lead's.
        leadId: order.leadId ?? store.byPhone(order.phone)?.id ?? null,
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
      table.rows.set(row.id, row);
      context.record({ operationId: order.operationId, kind: 'created', resource: 'call', id: row.id });
      tell(row, 'call.queued');
      context.later(ringAfterMs, () => ring(row, order.operationId));
      return row;
    },
    cancel(row, operationId) {
      row.status = 'cancelled';
      row.callStatus = 'cancelled';
      row.endedAt = context.now();
      row.isProcessed = true;
      context.record({ operationId, kind: 'stopped', resource: 'call', id: row.id });
    },
    forgetLead(leadId) {
      for (const row of table.rows.values()) if (row.leadId === leadId) row.leadId = null;
    },
    reset() {
      table.rows.clear();
      minutes = callMinutes;
      lastCreatedAt = 0;
    },
  };
}
