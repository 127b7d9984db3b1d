import { callError, type LeadwireError } from '../../errors.ts';
import { type OperationMeta, type Pagination, valuesAt } from '../../operation.ts';
import { type CallMeta, type CallResult, exchangeOf } from '../../result.ts';
import type { CallInput, Provider } from '../context.ts';
import { freeze, idOf, itemsOf, nextQuery, numberOf } from './list-page.ts';

/** A list call, and how its further pages are asked for. */
export interface ListCall {
  readonly provider: Provider;
  readonly operation: OperationMeta;
  readonly input: CallInput;
  run(input: CallInput): Promise<CallResult<unknown>>;
}

/** Every page of a list; further pages are asked for as they are read. */
export async function* pages(
  list: ListCall,
  pagination: Pagination,
  first: Promise<CallResult<unknown>>,
): AsyncGenerator<unknown, void, undefined> {
  const { input, provider, run } = list;
  const { beforeSend: _, ...options } = input.options;
  let result = await first;
  let query = { ...((input.query ?? {}) as Record<string, unknown>) };
  const body = result.ok ? freeze(pagination, input.body, result.value, provider.options.clock.now()) : input.body;
  const progress = new ListProgress(pagination, query);
  for (;;) {
    if (!result.ok) throw result.error;
    const { meta, value: page } = result;
    const repeated = progress.add(page);
    if (repeated !== undefined) throw unending(list, meta, repeated);
    yield page;
    const next = nextQuery(pagination, page, query);
    if (next === undefined && progress.hasSkipped) throw changed(list, meta);
    if (next === undefined) return;
    const stuck = progress.goOn(next);
    if (stuck !== undefined) throw unending(list, meta, stuck);
    query = next;
    result = await run({ ...input, body, query, options: { ...options } });
  }
}

/** Every item of every page, each id once. */
export async function* items(
  pagination: Pagination,
  all: AsyncGenerator<unknown, void, undefined>,
): AsyncGenerator<unknown, void, undefined> {
  const seen = new Set<unknown>();
  for await (const page of all) {
    for (const item of itemsOf(pagination, page)) {
      const id = idOf(pagination, item);
      if (id !== undefined) {
        if (seen.has(id)) continue;
        seen.add(id);
      }
      yield item;
    }
  }
}

const unending = (call: ListCall, meta: CallMeta, reason: string): LeadwireError =>
  callError(call, 'unreadable-response', `cannot be read to its end: ${reason}`, {
    ...exchangeOf(call.provider.name, meta),
    hint: 'What came before is as the provider sent it. Narrow the list with a filter to see the rest.',
  });

const changed = (call: ListCall, meta: CallMeta): LeadwireError =>
  callError(call, 'list-changed', 'became shorter while it was read, and rows were skipped', {
    ...exchangeOf(call.provider.name, meta),
    hint: 'Read the list with .all() before you change its rows, or filter by something that the change does not touch.',
  });

/** After so many pages something is wrong, and reading on would never end. */
const MAX_PAGES = 10_000;

/** What was seen of a list that is read page by page, beside how long it says that it is. */
class ListProgress {
  readonly #pagination: Pagination;
  /** A list that is read from its middle sees fewer rows than its total says. */
  readonly #isFromStart: boolean;
  readonly #ids = new Set<unknown>();
  readonly #marks = new Set<string>();
  #pages = 0;
  #lastIds: readonly unknown[] = [];
  #lastLength = '';
  #withoutId = 0;
  #firstTotal: number | undefined;
  #lastTotal: number | undefined;

  constructor(pagination: Pagination, query: Readonly<Record<string, unknown>>) {
    this.#pagination = pagination;
    const start = numberOf(query[pagination.param ?? '']);
    this.#isFromStart = start === undefined || start <= (pagination.style === 'page' ? 1 : 0);
  }

  /** Counts a page; returns what is wrong where it is the one before once more: a server that ignores the page asked for never ends. */
  add(page: unknown): string | undefined {
    const ids = itemsOf(this.#pagination, page).map((item) => idOf(this.#pagination, item));
    const length = lengthOf(this.#pagination, page);
    const before = new Set(this.#lastIds);
    const isSame = ids.length > 0 && ids.length === this.#lastIds.length && length === this.#lastLength;
    if (isSame && ids.every((id) => id !== undefined && before.has(id))) return 'the provider sent the same page twice';
    this.#pages++;
    this.#lastIds = ids;
    this.#lastLength = length;
    for (const id of ids) {
      if (id === undefined) this.#withoutId++;
      else this.#ids.add(id);
    }
    const total = totalOf(this.#pagination, page);
    this.#firstTotal ??= total;
    this.#lastTotal = total ?? this.#lastTotal;
    return undefined;
  }

  /** Returns why the next page must not be asked for, if so. */
  goOn(next: Readonly<Record<string, unknown>>): string | undefined {
    const { page = '', param = '', style } = this.#pagination;
    const mark = JSON.stringify([next[param], next[page]]);
    if (this.#marks.has(mark)) return `the provider sent the same ${style} twice`;
    this.#marks.add(mark);
    return this.#pages >= MAX_PAGES ? `there are more than ${MAX_PAGES} pages` : undefined;
  }

  /** Rows that were left out of a filter while it was read move the others up, past the page that is asked for next. */
  get hasSkipped(): boolean {
    const { style } = this.#pagination;
    const [first, last] = [this.#firstTotal, this.#lastTotal];
    if (!this.#isFromStart || (style !== 'page' && style !== 'offset')) return false;
    return first !== undefined && last !== undefined && last < first && this.#ids.size + this.#withoutId < first;
  }
}

/** What a page says of how long its list is, in whatever way. */
const lengthOf = ({ last = '', total = 'total' }: Pagination, page: unknown): string =>
  JSON.stringify([valuesAt(page, last), valuesAt(page, total)]);

/** The names under which vendors give it where the spec names none. */
const TOTALS = ['total', 'totalCount'];

function totalOf({ total }: Pagination, page: unknown): number | undefined {
  const paths = total === undefined ? TOTALS : [total];
  const [found] = paths
    .flatMap((path) => valuesAt(page, path))
    .filter((value) => value !== undefined && value !== null);
  const number = Number(found);
  return found === undefined || !Number.isFinite(number) ? undefined : number;
}
