import type { LeadwireError } from '../errors.ts';
import type { CallResult } from '../result.ts';
import type { Answer } from './fake-fetch.ts';

const REQUEST_ID = 'req-7';

/** A response with the provider's name for the exchange. */
export const identified =
  (answer: Answer): Answer =>
  async (request) => {
    const response = await answer(request);
    response.headers.set('x-request-id', REQUEST_ID);
    return response;
  };

/** The error of a call whose only response was {@link identified}; throws where it does not tell which exchange it comes from. */
export function identifiedError(outcome: CallResult<unknown>): LeadwireError {
  if (outcome.ok) throw new Error('it should have failed');
  const { error, meta } = outcome;
  const told = [error.requestId, error.status, ...error.attempts.map(({ status }) => status)];
  const wanted = [REQUEST_ID, meta.status, meta.status];
  if (JSON.stringify(told) !== JSON.stringify(wanted)) throw new Error(`it tells ${told}, not ${wanted}`);
  return error;
}
