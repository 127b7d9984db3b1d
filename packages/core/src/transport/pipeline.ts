import type { OperationMeta } from '../operation.ts';
import { acquireSlot } from './acquire-slot.ts';
import { attempt } from './attempt.ts';
import { authRefresh } from './auth-refresh.ts';
import type { Policy, Send, Sending } from './execution.ts';
import { readBody } from './read-body.ts';
import { redirect } from './redirect.ts';
import { retry } from './retry.ts';

/** The steps of an operation's requests, outermost first: every attempt waits for its rate-limit slot, and is bounded and recorded. */
export function createPipeline({ effect, limiter, refresh }: OperationMeta & Sending): Send {
  const policies: readonly (Policy | false)[] = [
    refresh !== undefined && authRefresh,
    effect === 'read' && redirect,
    retry,
    limiter !== undefined && acquireSlot,
    attempt,
  ];
  return policies.reduceRight<Send>((next, policy) => (policy ? policy(next) : next), readBody);
}
