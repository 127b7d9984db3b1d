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
export class IdempotencyStore {
  readonly #kept = new Map<string, Kept>();
  readonly #now: () => number;

  constructor({ now }: SimulatorContext) {
    this.#now = now;
  }

  /** The handler that repeats its first response to a known key. */
  keyed<Body, Query>(handler: Handler<Body, Query>): Handler<Body, Query> {
    return (call) => {
      const key = call.header('idempotency-key');
      if (key === undefined) return handler(call);
      if (!KEY.test(key)) return invalidBody([{ path: 'Idempotency-Key', message: `must match ${KEY.source}` }]);
      const fingerprint = JSON.stringify([call.operationId, call.params, call.body]);
      this.#forgetOld();
      const before = this.#kept.get(key);
      if (before !== undefined) return before.fingerprint === fingerprint ? before.reply : reused(call.operationId);
      const reply = handler(call);
      // assumption: only successes are kept, so that a refused request may be corrected under its key.
      if (reply.status < 300) this.#kept.set(key, { fingerprint, reply, until: this.#now() + DAY_MS });
      return reply;
    };
  }

  reset(): void {
    this.#kept.clear();
  }

  /** All are kept for the same time, so the oldest comes first. */
  #forgetOld(): void {
    for (const [key, { until }] of this.#kept) {
      if (until > this.#now()) return;
      this.#kept.delete(key);
    }
  }
}

// assumption: another request under a known key is refused like this, also by another operation.
const reused = (operationId: string): Reply =>
  problem(422, 'Idempotency key reused', {
    type: 'https://api.topcalls.ai/errors/idempotency_key_reused',
    detail: `The Idempotency-Key was sent before with another request than this ${operationId}`,
  });
