import { type LeadOutcome, type LeadTarget, LeadwireError, type Result } from '@leadwire/core';

/** Watches the first responses of a run: when all of them lack the id of the lead, the address is wrong. */
export interface FirstResponses {
  /** @returns the error that stops the run */
  observe(name: string, target: LeadTarget, result: Result<LeadOutcome, LeadwireError>): LeadwireError | undefined;
}

const FIRST = 10;

export function createFirstResponses(): FirstResponses {
  const counts = new Map<string, { missing: number; hasId: boolean }>();
  return {
    observe(name, target, result) {
      const count = counts.get(name) ?? { missing: 0, hasId: false };
      counts.set(name, count);
      if (isArrived(result)) count.hasId = true;
      if (count.hasId || !lacksId(result)) return undefined;
      count.missing++;
      if (count.missing < FIRST) return undefined;
      return new LeadwireError(
        'misconfigured',
        `${target.name}: none of the first ${FIRST} responses contained the id of a lead`,
        {
          provider: target.provider,
          code: 'missing-id',
          hint: `Check the base URL: ${target.account.split('/')[0]} responds, but not as ${target.name} does. Its last part may be missing. The leads are looked up in the next run.`,
        },
      );
    },
  };
}

const isArrived = (result: Result<LeadOutcome, LeadwireError>): boolean =>
  result.ok && result.value.outcome !== 'rejected' && result.value.outcome !== 'parked';

function lacksId(result: Result<LeadOutcome, LeadwireError>): boolean {
  if (!result.ok) return result.error.code === 'missing-id';
  const { value } = result;
  return (value.outcome === 'rejected' || value.outcome === 'parked') && value.error.code === 'missing-id';
}
