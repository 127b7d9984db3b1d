import type { AttemptRecord, LeadwireError } from './errors.ts';
import { requestIdOf } from './transport/reply.ts';

/** A value or an expected failure, inside the house. */
export type Result<Value, Failure> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: Failure };

export const ok = <Value>(value: Value): { readonly ok: true; readonly value: Value } => ({ ok: true, value });
export const err = <Failure>(error: Failure): { readonly ok: false; readonly error: Failure } => ({ ok: false, error });

/** How an answer differed from the spec; values are described, never shown. */
export interface Drift {
  readonly path: string;
  readonly expected: string;
  readonly got: string;
}

/** What is known of a call beside its value. */
export interface CallMeta {
  readonly operationId: string;
  readonly status: number | undefined;
  readonly headers: Headers | undefined;
  readonly requestId: string | undefined;
  readonly attempts: readonly AttemptRecord[];
  readonly drift: readonly Drift[];
  /** True when the value comes from an earlier call with the same idempotency key, or was found by a look-up. */
  readonly replayed: boolean;
  /** `probable` when the value was found by a look-up, after a lost answer. */
  readonly certainty: 'certain' | 'probable';
  /** The idempotency key that was sent, where the operation takes one. */
  readonly idempotencyKey: string | undefined;
}

/** The same inside the house, where what few ask for is not worked out yet. */
export type AnswerMeta = Omit<CallMeta, 'drift' | 'requestId'> & { readonly drift: FoundDrift };

/** What is worked out when somebody reads it. */
export interface FoundDrift {
  readonly found: readonly Drift[];
}

export const noDrift: FoundDrift = { found: [] };

/** What is known of a call that has no answer of its own. */
export const metaWithout = (operationId: string, attempts: readonly AttemptRecord[] = []): AnswerMeta => ({
  operationId,
  status: undefined,
  headers: undefined,
  attempts,
  drift: noDrift,
  replayed: false,
  certainty: 'certain',
  idempotencyKey: undefined,
});

const shown = ({ drift, ...known }: AnswerMeta): CallMeta => ({
  ...known,
  requestId: requestIdOf(known.headers),
  get drift() {
    return drift.found;
  },
});

export type Outcome<Value> =
  | { readonly ok: true; readonly value: Value; readonly meta: CallMeta }
  | { readonly ok: false; readonly error: LeadwireError; readonly meta: CallMeta };

/** An outcome as it goes through the house. */
export type Settled<Value> =
  | { readonly ok: true; readonly value: Value; readonly meta: AnswerMeta }
  | { readonly ok: false; readonly error: LeadwireError; readonly meta: AnswerMeta };

/**
 * A call under way: it started when it was made, and runs once however it is consumed.
 * Awaited it gives the value or throws {@link LeadwireError}; a failure nobody looks at is an unhandled rejection.
 */
export class Call<Value> implements Promise<Value> {
  readonly #outcome: Promise<Settled<Value>>;
  readonly #value: Promise<Value>;

  constructor(outcome: Promise<Settled<Value>>) {
    this.#outcome = outcome;
    this.#value = outcome.then(valueOrThrow);
  }

  get [Symbol.toStringTag](): string {
    return 'Call';
  }

  // biome-ignore lint/suspicious/noThenProperty: a call is a promise
  then<A = Value, B = never>(
    onValue?: ((value: Value) => A | PromiseLike<A>) | null,
    onError?: ((reason: LeadwireError) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.#value.then(onValue, onError);
  }

  catch<B = never>(onError?: ((reason: LeadwireError) => B | PromiseLike<B>) | null): Promise<Value | B> {
    return this.#value.catch(onError);
  }

  finally(onEnd?: (() => void) | null): Promise<Value> {
    return this.#value.finally(onEnd);
  }

  /** The failure as a value: `{ ok: true, value, meta }` or `{ ok: false, error, meta }`. Never rejects. */
  safe(): Promise<Outcome<Value>> {
    this.looked();
    return this.#outcome.then((outcome) => ({ ...outcome, meta: shown(outcome.meta) }));
  }

  /** The value with what is known of the call; rejects like the call itself. */
  withMeta(): Promise<{ value: Value; meta: CallMeta }> {
    this.looked();
    return this.#outcome.then((outcome) => {
      if (!outcome.ok) throw outcome.error;
      return { value: outcome.value, meta: shown(outcome.meta) };
    });
  }

  /** Somebody takes care of a failure, so the call itself need not cry out. */
  protected looked(): void {
    this.#value.catch(ignore);
  }
}

const ignore = (): void => undefined;

function valueOrThrow<Value>(outcome: Settled<Value>): Value {
  if (!outcome.ok) throw outcome.error;
  return outcome.value;
}

/** A list call: awaited it gives the first page, iterated it gives every item of every page. */
export class PagedCall<Page, Item> extends Call<Page> implements AsyncIterable<Item> {
  readonly #first: Promise<Settled<Page>>;
  readonly #pagesFrom: (first: Promise<Settled<Page>>) => AsyncGenerator<Page, void, undefined>;
  readonly #itemsOf: (pages: AsyncGenerator<Page, void, undefined>) => AsyncGenerator<Item, void, undefined>;

  constructor(
    first: Promise<Settled<Page>>,
    pagesFrom: (first: Promise<Settled<Page>>) => AsyncGenerator<Page, void, undefined>,
    itemsOf: (pages: AsyncGenerator<Page, void, undefined>) => AsyncGenerator<Item, void, undefined>,
  ) {
    super(first);
    this.#first = first;
    this.#pagesFrom = pagesFrom;
    this.#itemsOf = itemsOf;
  }

  /** Page after page, each as the provider sent it. */
  pages(): AsyncGenerator<Page, void, undefined> {
    this.looked();
    return this.#pagesFrom(this.#first);
  }

  [Symbol.asyncIterator](): AsyncGenerator<Item, void, undefined> {
    return this.#itemsOf(this.pages());
  }
}
