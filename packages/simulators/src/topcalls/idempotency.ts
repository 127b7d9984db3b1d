import type { Handler, Reply, SimulatorContext } from '../framework/provider.ts';
import { invalidBody, problem } from './problem.ts';

const KEY = /^[A-Za-z0-9_-]{8,255}$/;
const DAY_MS = 24 * 60 * 60 * 1000;

interface Kept {
  readonly fingerprint: string;
  readonly reply: Reply;
  readonly until: number;
}

/** Responses kept by Idempotency-Key for 24 hours; there is one account. */
export interface IdempotencyStore {
  /** The handler that repeats its first response to a known key. */
  keyed<Body, Query>(handler: Handler<Body, Query>): Handler<Body, Query>;
  reset(): void;
}

export function createIdempotencyStore(context: SimulatorContext): IdempotencyStore {
  const kept = new Map<string, Kept>();

  /** All are kept for the same time, so the oldest comes first. */
  function forgetOld(): void {
    for (const [key, { until }] of kept) {
      if (until > context.now()) return;
      kept.delete(key);
    }
  }

  function replay(operationId: string, key: string, fingerprint: string): Reply | undefined {
    const before = kept.get(key);
    if (before === undefined) return undefined;
    if (before.fingerprint === fingerprint) return before.reply;
    // assumption: another request under a known key is refused like this, also by another operation.
    return problem(422, 'Idempotency key reused', {
      type: 'https://api.topcalls.ai/errors/idempotency_key_reused',
      detail: `The Idempotency-Key was sent before with another request than this ${operationId}`,
    });
  }

  return {
    keyed: (handler) => (call) => {
      const key = call.header('idempotency-key');
      if (key === undefined) return handler(call);
      if (!KEY.test(key)) return invalidBody([{ path: 'Idempotency-Key', message: `must match ${KEY.source}` }]);
      const fingerprint = JSON.stringify([call.operationId, call.params, call.body]);
      forgetOld();
      const replayed = replay(call.operationId, key, fingerprint);
      if (replayed !== undefined) return replayed;
      const reply = handler(call);
      // assumption: only successes are kept, so that a refused request may be corrected under its key.
      if (reply.status < 300) kept.set(key, { fingerprint, reply, until: context.now() + DAY_MS });
      return reply;
    },
    reset: () => kept.clear(),
  };
}
