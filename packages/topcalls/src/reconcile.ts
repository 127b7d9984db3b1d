import type { CallMeta } from '@leadwire/core';
import type { LeadUpsertResult } from '@leadwire/generated-topcalls';

/** Clocks differ: a lead made this long before our first send may still be ours. */
const CLOCK_SLACK_MS = 30_000;

/**
 * TopCalls folds repeats by phone, so a lost create is simply sent again; `existed: true` may then be our own first send.
 * @returns `certain` answers as they are; after a lost attempt, whether the lead is probably ours
 */
export function whoseLead(
  lead: LeadUpsertResult,
  meta: Pick<CallMeta, 'attempts'>,
  firstSentAt?: number,
): { outcome: 'created' | 'existed'; certainty: 'certain' | 'probable' } {
  if (!lead.existed) return { outcome: 'created', certainty: 'certain' };
  const lost =
    firstSentAt ?? meta.attempts.find((attempt) => attempt.effect !== 'none' && attempt.status !== 200)?.startedAt;
  if (lost === undefined) return { outcome: 'existed', certainty: 'certain' };
  const madeAt = Date.parse(lead.created_at);
  return { outcome: madeAt >= lost - CLOCK_SLACK_MS ? 'created' : 'existed', certainty: 'probable' };
}
