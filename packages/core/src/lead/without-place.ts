import type { LeadwireError } from '../errors.ts';

/**
 * A create names no lead that could be missing: where it is not found, its address is wrong or the place that leads go to is not there, and no
 * lead will pass. An error of another kind, or of a call that may have happened, is returned as it is.
 */
export const withoutPlace = (error: LeadwireError): LeadwireError =>
  error.kind === 'not-found' && error.effect === 'none'
    ? error.with({ kind: 'misconfigured', hint: CHECK_PLACE })
    : error;

const CHECK_PLACE =
  'Check baseUrl, and that the list, campaign, team or enterprise that leads go to exists: no lead will pass until then.';
