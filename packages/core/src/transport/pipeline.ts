import { authRefresh } from './auth-refresh.ts';
import { commitIntent } from './commit-intent.ts';
import type { Policy, Send } from './policy.ts';
import { rateLimit, renewSlot } from './rate-limit.ts';
import { readBody } from './read-body.ts';
import { recordAttempt } from './record-attempt.ts';
import { redirect } from './redirect.ts';
import { retry } from './retry.ts';
import { timeout } from './timeout.ts';

/** Outermost first: every attempt waits for its rate-limit slot, and is recorded. */
const policies: readonly Policy[] = [
  authRefresh,
  redirect,
  retry,
  rateLimit,
  commitIntent,
  renewSlot,
  recordAttempt,
  timeout,
];

/** The way of a request: through all policies to `fetch`, whose response is read to its end. */
export const send: Send = policies.reduceRight<Send>(
  (next, policy) => (request, execution) => policy(request, execution, next),
  readBody,
);
