import type { Refusal, Reply } from '../framework/provider.ts';
import { refused } from './world.ts';

/** The vendor's response to a request that the framework refuses. */
// assumption: all texts; the vendor shows one text of one error.
export function refuse(refusal: Refusal): Reply | undefined {
  switch (refusal.reason) {
    case 'invalid-body':
    case 'invalid-query': {
      // Any property of a record may be a filter, and the spec lists a few only.
      const known = refusal.issues.filter(
        ({ code }) => refusal.reason === 'invalid-body' || code !== 'unrecognized_keys',
      );
      const [first] = known;
      if (first === undefined) return undefined;
      const field = first.path.map(String).join('.');
      return refused(400, field === '' ? 'invalid request body' : `${field}: ${first.message}`);
    }
    case 'unreadable-body':
      return refused(400, refusal.message);
    case 'unknown-route':
      return refused(404, refusal.message);
    case 'rate-limited':
      return { ...refused(429, 'Too many requests'), headers: { 'retry-after': String(refusal.retryAfterSeconds) } };
    case 'failure':
      return { status: refusal.status, body: { error: 'Internal server error', status: refusal.status } };
    default:
      return refusal satisfies never;
  }
}
