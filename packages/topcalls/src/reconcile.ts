import type { AttemptRecord, CallMeta } from '@leadwire/core';
import type { LeadUpsertResult } from '@leadwire/generated-topcalls';

/** Clocks differ: a lead made this long before our first send may still be ours. */
const CLOCK_SLACK_MS = 30_000;

/** Whether a lead that is there is new, and how sure that is. */
export interface WhoseLead {
  readonly outcome: 'created' | 'existed';
  readonly certainty: 'certain' | 'probable';
}

/** When the first attempt was made that may have been processed, and whose answer was lost; undefined when the only answer is the last one. */
export const lostAt = (attempts: readonly AttemptRecord[]): number | undefined =>
  attempts.slice(0, -1).find(({ effect }) => effect !== 'none')?.startedAt;

/**
 * TopCalls folds repeats by phone, so a lost create is simply sent again; `existed: true` may then be our own first send.
 * Where an answer leaves `existed` out, its status says it: 200 attached, 201 new.
 * @returns `certain` answers as they are; after a lost attempt, whether the lead is probably ours
 */
export function whoseLead(
  lead: Partial<Pick<LeadUpsertResult, 'created_at' | 'existed'>>,
  meta: Pick<CallMeta, 'attempts' | 'status'> | undefined,
  firstSentAt?: number,
): WhoseLead {
  if (!(lead.existed ?? meta?.status === 200)) return { outcome: 'created', certainty: 'certain' };
  const lost = firstSentAt ?? lostAt(meta?.attempts ?? []);
  if (lost === undefined) return { outcome: 'existed', certainty: 'certain' };
  const madeAt = Date.parse(lead.created_at ?? '');
  return { outcome: madeAt >= lost - CLOCK_SLACK_MS ? 'created' : 'existed', certainty: 'probable' };
}
