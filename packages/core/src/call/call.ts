import { requireNumbers } from '../check-options.ts';
import type { LeadwireError } from '../errors.ts';
import type { CallMeta, CallResult } from '../result.ts';

/**
 * A call under way: it started when it was made, and runs once however it is consumed.
 * Awaited it gives the value or throws {@link LeadwireError}; a failure that is not handled is an unhandled rejection.
 */
export class Call<Value> implements Promise<Value> {
  readonly #outcome: Promise<CallResult<Value>>;
  readonly #value: Promise<Value>;

  constructor(outcome: Promise<CallResult<Value>>) {
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
  safe(): Promise<CallResult<Value>> {
    this.handled();
    return this.#outcome;
  }

  /** The value with what is known of the call; rejects like the call itself. */
  withMeta(): Promise<{ value: Value; meta: CallMeta }> {
    this.handled();
    return this.#outcome.then((outcome) => {
      if (!outcome.ok) throw outcome.error;
      return { value: outcome.value, meta: outcome.meta };
    });
  }

  /** The caller handles the failure: suppress the unhandled rejection. */
  protected handled(): void {
    this.#value.catch(ignore);
  }
}

const ignore = (): void => undefined;

function valueOrThrow<Value>(outcome: CallResult<Value>): Value {
  if (!outcome.ok) throw outcome.error;
  return outcome.value;
}

/** A list call: awaited it gives the first page, iterated it gives every item of every page. */
export class PagedCall<Page, Item> extends Call<Page> implements AsyncIterable<Item> {
  readonly #first: Promise<CallResult<Page>>;
  readonly #pagesFrom: (first: Promise<CallResult<Page>>) => AsyncGenerator<Page, void, undefined>;
  readonly #itemsOf: (pages: AsyncGenerator<Page, void, undefined>) => AsyncGenerator<Item, void, undefined>;

  constructor(
    first: Promise<CallResult<Page>>,
    pagesFrom: (first: Promise<CallResult<Page>>) => AsyncGenerator<Page, void, undefined>,
    itemsOf: (pages: AsyncGenerator<Page, void, undefined>) => AsyncGenerator<Item, void, undefined>,
  ) {
    super(first);
    this.#first = first;
    this.#pagesFrom = pagesFrom;
    this.#itemsOf = itemsOf;
  }

  /** Page after page, each as the provider sent it. */
  pages(): AsyncGenerator<Page, void, undefined> {
    this.handled();
    return this.#pagesFrom(this.#first);
  }

  /**
   * Every item of every page, read into an array before you change any of them: a list that is filtered by what you change shifts while it is read.
   * @param options.limit - at most so many items; default all
   * @throws LeadwireError of kind `misconfigured` for a limit that is negative or not a finite number
   * @throws LeadwireError of kind `list-changed` when the list became shorter meanwhile and rows were skipped
   * @example for (const lead of await topcalls.leads.list({ status: 'New' }).all({ limit: 1000 })) await topcalls.leads.update(lead.id, { status: 'Contacted' })
   */
  async all({ limit }: { readonly limit?: number | undefined } = {}): Promise<Item[]> {
    requireNumbers('all', 0, { limit });
    const items: Item[] = [];
    if (limit === 0) return items;
    for await (const item of this) {
      items.push(item);
      if (limit !== undefined && items.length >= limit) break;
    }
    return items;
  }

  [Symbol.asyncIterator](): AsyncGenerator<Item, void, undefined> {
    return this.#itemsOf(this.pages());
  }
}
