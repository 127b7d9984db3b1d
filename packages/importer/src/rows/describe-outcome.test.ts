import { type LeadOutcome, LeadwireError, type LeadwireErrorFields } from '@leadwire/core';
import { arrived } from '@leadwire/core/provider';
import { expect, test } from 'vitest';
import { describeOutcome } from './describe-outcome.ts';

const refused = (fields: LeadwireErrorFields): LeadOutcome => ({
  outcome: 'rejected',
  certainty: 'certain',
  ignored: [],
  unchanged: [],
  unsupported: [],
  error: new LeadwireError('rate-limited', 'too fast', { retryable: true, ...fields }),
});

test.each([
  [{}, 'too fast. Run it again to retry.'],
  [{ retryAfterMs: 2_000 }, 'too fast. Run it again to retry.'],
  [{ retryAfterMs: 86_400_000 }, 'too fast. Run it again in 24 h 00 min, as the provider asks.'],
])('a failure that will pass, with %j, says when to run it again', (fields, reason) => {
  expect(describeOutcome(refused(fields)).reason).toBe(reason);
});

test('what was found by a look-up is called so, and no response is called lost: a bulk import tells totals only', () => {
  expect(describeOutcome(arrived('created', '7', { certainty: 'probable' })).reason).toBe(
    'found by a look-up: no response had said so',
  );
});
