import type { LeadwireError } from '@leadwire/core';
import type { OnLeadEvent } from 'leadwire';

/** What a worker does, as data; nothing personal is in it. Leads that were accepted one by one have no import. */
export type WorkerEvent =
  | Parameters<OnLeadEvent>[0]
  | {
      readonly type: 'job.start' | 'job.end' | 'job.open' | 'job.split';
      readonly importId: string | undefined;
      readonly leads: number;
    }
  | { readonly type: 'lead.poison'; readonly importId: string | undefined }
  /** Accepted leads, or leads whose sender died, got a job. */
  | { readonly type: 'leads.enqueued'; readonly leads: number }
  /** No lead passes until a person acts, or a round of upkeep failed. */
  | { readonly type: 'worker.failed'; readonly error: LeadwireError };
