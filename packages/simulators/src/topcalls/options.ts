import type { Call } from '@leadwire/generated-topcalls';

/** How a simulated call ends. */
export interface CallEnd {
  readonly call_status: 'completed' | 'failed' | 'no-answer' | 'busy' | 'rejected';
  readonly answered_by?: 'human' | 'voicemail' | 'ivr' | 'unknown';
  /** What came of it, as `booked_callback`. */
  readonly disposition?: string;
  readonly call_summary?: string;
  readonly error_message?: string;
  /** Minutes. */
  readonly duration?: number;
}

/** A campaign as it is made in the vendor's dashboard. */
export interface CampaignDraft {
  readonly id?: string;
  readonly name?: string;
  /** Whose leads are rung. */
  readonly list_id?: string;
  readonly webhook_url?: string;
  readonly webhook_events?: readonly string[];
  /** Dispositions that count as a conversion. */
  readonly conversion_outcomes?: readonly string[];
}

export interface TopcallsOptions {
  /** The lists that there are; any list springs up when it is first named, unless this is set. */
  readonly lists?: readonly string[];
  readonly campaigns?: readonly CampaignDraft[];
  /** Minutes left for calls; no end of them unless this is set. */
  readonly callMinutes?: number;
  /** How each call ends; answered by a human unless this is set. */
  readonly callEnd?: (call: Call) => CallEnd;
  /** Simulated milliseconds from the order to the first ring; 2,000 unless this is set. */
  readonly ringAfterMs?: number;
  /** Simulated milliseconds before a campaign rings the next lead; 1,000 unless this is set. */
  readonly dialEveryMs?: number;
  /** Simulated milliseconds until a bulk-delete job runs; 5,000 unless this is set. */
  readonly bulkDeleteAfterMs?: number;
}
