import type { Pagination } from '../../operation.ts';
import { valuesAt } from '../../plain-data.ts';
import { idOf, itemsOf, numberOf } from './list-page.ts';

/** After so many pages something is wrong, and reading on would never end. */
const MAX_PAGES = 10_000;

/** What was seen of a list that is read page by page, beside how long it says that it is. */
export class ListProgress {
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

  /**
   * Counts a page. Returns what is wrong where it is the page before once more: a server that ignores the page it is asked for sends the same
   * rows again and again, which looks like the end and like missing rows. Rows without an id say nothing; in a list that has grown they were
   * pushed on by new ones.
   */
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
