import type { TopcallsApi } from '@leadwire/generated-topcalls';
import type { CallOf, HandlersOf, Reply } from '../framework/provider.ts';
import { onRow } from '../framework/state/on-row.ts';
import type { CallLine } from './call-line.ts';
import { type CallRow, toCall, toSummary } from './call-row.ts';
import type { IdempotencyStore } from './idempotency.ts';
import { phoneFault } from './phone.ts';
import { conflict, insufficientQuota, invalidBody, notFound } from './problem.ts';

const DEFAULT_LIMIT = 50;
// assumption: the minutes that a call without max_duration needs.
const USUAL_MINUTES = 5;

type Handlers = HandlersOf<TopcallsApi>;

interface CallParts {
  readonly line: CallLine;
  readonly idempotency: IdempotencyStore;
  readonly accountId: () => string;
}

export function createCallHandlers({ line, idempotency, accountId }: CallParts): Handlers {
  function create({ body }: CallOf<TopcallsApi, 'calls.create'>): Reply {
    for (const path of ['phone_number', 'from_number'] as const) {
      const fault =
        path === 'from_number' && body.from_number === undefined ? undefined : phoneFault(body[path], 'call');
      if (fault !== undefined) return invalidBody([{ path, message: fault }]);
    }
    const needed = body.max_duration ?? USUAL_MINUTES;
    if (line.minutesLeft < needed) return insufficientQuota(needed, line.minutesLeft);
    const { phone_number, from_number, webhook_url, webhook_events, ...settings } = body;
    const row = line.place({
      phone: phone_number,
      from: from_number,
      webhookUrl: webhook_url,
      webhookEvents: webhook_events,
      metadata: settings,
    });
    return { status: 201, body: { call_id: row.id, provider_call_id: row.externalId, status: row.status } };
  }

  function list({ query }: CallOf<TopcallsApi, 'calls.list'>): Reply {
    const before = query.cursor === undefined ? Number.POSITIVE_INFINITY : Date.parse(query.cursor);
    const limit = query.limit ?? DEFAULT_LIMIT;
    // assumption: newest first, and a cursor that leads to what is older than it.
    const matching = Array.from(line.rows.values())
      .filter((row) => row.createdAt < before)
      .filter((row) => query.status === undefined || row.callStatus === query.status)
      .filter((row) => query.campaign_id === undefined || row.campaignId === query.campaign_id)
      .reverse();
    const page = matching.slice(0, limit);
    const last = matching.length > limit ? page.at(-1) : undefined;
    const next = last === undefined ? null : new Date(last.createdAt).toISOString();
    return { status: 200, body: { data: page.map(toSummary), next_cursor: next } };
  }

  const onCall = onRow(
    ({ params }) => line.rows.get(params.call_id ?? ''),
    ({ params }) => notFound('call', params.call_id ?? ''),
  );

  function stop(row: CallRow): Reply {
    // assumption: stopping a stopped call succeeds, stopping one that ended by itself is a conflict.
    if (row.status === 'completed' || row.status === 'failed') return conflict('The call has ended');
    if (row.status !== 'cancelled') line.cancel(row);
    return { status: 200, body: { ok: true, status: row.status } };
  }

  function cancel(row: CallRow): Reply {
    // assumption: a call that has begun cannot be cancelled, only stopped.
    if (row.status !== 'queued' && row.status !== 'cancelled') return conflict('The call has begun');
    if (row.status !== 'cancelled') line.cancel(row);
    return { status: 200, body: { ok: true } };
  }

  return {
    'calls.create': idempotency.keyed(create),
    'calls.list': list,
    'calls.get': onCall((row) => ({ status: 200, body: toCall(row, accountId()) })),
    'calls.stop': idempotency.keyed(onCall(stop)),
    'calls.cancel': idempotency.keyed(onCall(cancel)),
  };
}
