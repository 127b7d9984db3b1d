import { LeadwireError } from '../errors.ts';
import { type CallMeta, exchangeOf } from '../result.ts';

/**
 * A 2xx to a create that tells no id, or shows the phone of another person, proves nothing: the response may be that of a gateway or of another address. It is reconciled like a lost one.
 * Its code, `missing-id`, is what a run that gets nothing else is stopped by.
 */
export const missingId = (
  provider: string,
  meta: Pick<CallMeta, 'attempts' | 'operationId' | 'requestId' | 'status'>,
  what = 'without the id of the lead',
): LeadwireError =>
  new LeadwireError(
    'unreadable-response',
    `${provider} ${meta.operationId} responded with ${meta.status} and ${what}`,
    {
      ...exchangeOf(provider, meta),
      code: 'missing-id',
      effect: 'unknown',
      retryable: true,
      hint: `Check baseUrl: the response is not that of ${meta.operationId}.`,
    },
  );

/** What an earlier process sent, and whose response nothing has recorded. */
export const sentBefore = (provider: string, operationId: string): LeadwireError =>
  new LeadwireError('network', `${provider} ${operationId} was sent before, and its response was lost`, {
    provider,
    operationId,
    effect: 'unknown',
    retryable: true,
  });
