import type { CallResult } from '../../result.ts';

/** What a client remembers of the calls that were given an idempotency key, where no ledger does: the last 10,000 keys. */
export class IdempotencyStore {
  readonly #keys = new Map<string, RememberedKey>();
  /** Settles once every call so far knows its fingerprint. */
  #lastTurn: Promise<unknown> = Promise.resolve();

  get(key: string): RememberedKey | undefined {
    return this.#keys.get(key);
  }

  /** Remembers a call that is being sent under its key. */
  start(key: string, remembered: RememberedKey): void {
    remembered.running = new Promise((resolve) => {
      remembered.end = resolve;
    });
    this.#keys.set(key, remembered);
    if (this.#keys.size > MAX_KEYS) this.#forgetOldest();
  }

  /** Keeps the result of the call. A failure without effect frees the key. */
  end(key: string, remembered: RememberedKey, result: CallResult<unknown>): void {
    remembered.running = undefined;
    if (result.ok || result.error.effect !== 'none') remembered.result = result;
    else if (remembered.result === undefined) this.#keys.delete(key);
    remembered.end?.(result);
  }

  /** Fingerprints are made on other threads, where a later one may be ready first: calls go on in the order in which they were made. */
  inTurn(fingerprint: Promise<string>): Promise<string> {
    const turn = Promise.all([fingerprint, this.#lastTurn]).then(([value]) => value);
    this.#lastTurn = turn.catch(() => undefined);
    return turn;
  }

  /** The oldest that has ended; a success before a failure whose effect is not known. */
  #forgetOldest(): void {
    let oldest: string | undefined;
    for (const [key, { result, running }] of this.#keys) {
      if (running !== undefined) continue;
      oldest ??= key;
      if (result?.ok !== true) continue;
      oldest = key;
      break;
    }
    if (oldest !== undefined) this.#keys.delete(oldest);
  }
}

/** More keys than this are not remembered by one client: the oldest go first. */
export const MAX_KEYS = 10_000;

export interface RememberedKey {
  readonly fingerprint: string;
  readonly firstSentAt: number;
  /** The call that holds the key, until it has ended. */
  running?: Promise<CallResult<unknown>> | undefined;
  end?: ((result: CallResult<unknown>) => void) | undefined;
  /** What came of the last call. */
  result?: CallResult<unknown> | undefined;
}
