import type { Call } from '@leadwire/generated-topcalls';

/** How a simulated call ends. */
export interface CallEnd {
  readonly call_status: 'completed' | 'failed' | 'no-answer' | 'busy' | 'rejected';
  readonly answered_by?: 'human' | 'voicemail' | 'ivr' | 'unknown';
  /** Its result: `booked_callback`. */
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
  /** The list whose leads are called. */
  readonly list_id?: string;
  readonly webhook_url?: string;
  readonly webhook_events?: readonly string[];
  /** Dispositions that count as a conversion. */
  readonly conversion_outcomes?: readonly string[];
}

export interface TopcallsOptions {
  /** The lists that exist. @default a list exists from its first use */
  readonly lists?: readonly string[];
  readonly campaigns?: readonly CampaignDraft[];
  /** Minutes left for calls. @default unlimited */
  readonly callMinutes?: number;
  /** How each call ends. @default answered by a human */
  readonly callEnd?: (call: Call) => CallEnd;
}
