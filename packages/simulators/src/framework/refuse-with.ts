import type { Refusal, Reply } from './provider.ts';

/** A failure as one vendor writes it. */
type Failure = (status: number, message: string, reason: Refusal['reason']) => Reply;

/**
 * The refusals of a vendor whose failures have one shape, whatever their reason; a rate limit says when to come again.
 * @example refuse: refuseWith((status, message) => ({ status, body: { message } }))
 */
export const refuseWith =
  (failure: Failure) =>
  (refusal: Refusal): Reply => {
    const { reason } = refusal;
    switch (reason) {
      case 'invalid-query':
      case 'invalid-body':
        return failure(400, refusal.issues[0]?.message ?? 'Invalid request', reason);
      case 'unreadable-body':
        return failure(400, refusal.message, reason);
      case 'unknown-route':
        return failure(404, refusal.message, reason);
      case 'rate-limited': {
        const headers = { 'retry-after': String(refusal.retryAfterSeconds) };
        return { ...failure(429, 'Too many requests', reason), headers };
      }
      case 'failure':
        return failure(refusal.status, 'Internal error', reason);
      default:
        return refusal satisfies never;
    }
  };
