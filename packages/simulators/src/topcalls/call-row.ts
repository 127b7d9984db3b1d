import type { Call, CallCompletedWebhook, CallSummary, TranscriptLine } from '@leadwire/generated-topcalls';

/** Receives the events of one call, beside the account's subscriptions. */
export interface CallListener {
  readonly url: string;
  readonly events: readonly string[];
}

/** A call, from its order to its end. */
export interface CallRow {
  readonly id: string;
  readonly externalId: string;
  readonly phone: string;
  readonly from: string;
  readonly createdAt: number;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly campaignId: string | null;
  readonly listener: CallListener | undefined;
  /** Dispositions that its campaign counts as a conversion. */
  readonly conversions: readonly string[];
  leadId: string | null;
  status: 'pending' | 'queued' | 'in_progress' | 'completed' | 'failed' | 'cancelled';
  callStatus: string | null;
  startedAt: number | null;
  endedAt: number | null;
  /** Minutes. */
  duration: number | null;
  answeredBy: string | null;
  disposition: string | null;
  summary: string | null;
  errorMessage: string | null;
  isProcessed: boolean;
}

const iso = (ms: number) => new Date(ms).toISOString();
const isoOrNull = (ms: number | null) => (ms === null ? null : iso(ms));

function transcriptOf(row: CallRow): TranscriptLine[] | null {
  if (!row.isProcessed || row.startedAt === null || row.callStatus !== 'completed') return null;
  return [
    { id: 1, user: 'assistant', text: 'Hello, this is Rachel.', created_at: iso(row.startedAt) },
    { id: 2, user: 'user', text: 'Hello.', created_at: iso(row.startedAt + 2_000) },
  ];
}

function shared(row: CallRow) {
  return {
    phone_number: row.phone,
    from_phone_number: row.from,
    status: row.status,
    call_status: row.callStatus,
    duration: row.duration,
    transcript: transcriptOf(row),
    recording_url:
      row.isProcessed && row.callStatus === 'completed' ? `https://api.topcalls.ai/recordings/${row.id}/mp3` : null,
    call_summary: row.summary,
    answered_by: row.answeredBy,
    campaign_id: row.campaignId,
    lead_id: row.leadId,
    created_at: iso(row.createdAt),
    started_at: isoOrNull(row.startedAt),
  };
}

export function toCall(row: CallRow, accountId: string): Call {
  return {
    id: row.id,
    account_id: accountId,
    ...shared(row),
    external_call_id: row.externalId,
    error_message: row.errorMessage,
    completed: row.isProcessed,
    end_at: isoOrNull(row.endedAt),
    metadata: row.metadata,
  };
}

export function toSummary(row: CallRow): CallSummary {
  return {
    id: row.id,
    ...shared(row),
    end_at: isoOrNull(row.endedAt),
    error_message: row.errorMessage,
    disposition: row.disposition,
    actual_duration_billed: row.duration,
  };
}

/** The payload has neither an envelope nor the name of the event. */
export function toWebhook(row: CallRow): CallCompletedWebhook {
  return { call_id: row.id, ...shared(row) };
}
