import type { CallResult } from '../result.ts';

/** The calls of a client that are under way: by operation, then by what makes two of them the same. */
export type Flights = Map<string, FlightsOfOne>;
export type FlightsOfOne = Map<string, Promise<CallResult<unknown>>>;

/** What a client remembers of the calls that were given an idempotency key. */
export class IdempotencyStore extends Map<string, KnownKey> {
  /** Settles once every call so far knows its fingerprint. */
  #lastTurn: Promise<unknown> = Promise.resolve();

  /** Fingerprints are made on other threads, where a later one may be ready first: calls go on in the order in which they were made. */
  inTurn(fingerprint: Promise<string>): Promise<string> {
    const turn = Promise.all([fingerprint, this.#lastTurn]).then(([value]) => value);
    this.#lastTurn = turn.catch(() => undefined);
    return turn;
  }
}

export interface KnownKey {
  readonly fingerprint: string;
  /** The call that holds the key, until it has ended. */
  flying?: Promise<CallResult<unknown>> | undefined;
  /** What came of the last call; a failure without effect is none, and is forgotten. */
  outcome?: CallResult<unknown> | undefined;
  firstSentAt: number;
}
