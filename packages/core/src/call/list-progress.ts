import type { Pagination } from '../operation.ts';
import { valuesAt } from '../plain-data.ts';

/** What was seen of a list that is read by page numbers or offsets, beside how long it says that it is. */
export class ListProgress {
  readonly #pagination: Pagination;
  readonly #ids = new Set<unknown>();
  #withoutId = 0;
  #firstTotal: number | undefined;
  #lastTotal: number | undefined;

  constructor(pagination: Pagination) {
    this.#pagination = pagination;
  }

  add(ids: readonly unknown[], page: unknown): void {
    for (const id of ids) if (id === undefined) this.#withoutId++;
    for (const id of ids) if (id !== undefined) this.#ids.add(id);
    const total = totalOf(this.#pagination, page);
    this.#firstTotal ??= total;
    this.#lastTotal = total ?? this.#lastTotal;
  }

  /** Rows that were left out of a filter while it was read move the others up, past the page that is asked for next. */
  get hasSkipped(): boolean {
    const { style } = this.#pagination;
    const [first, last] = [this.#firstTotal, this.#lastTotal];
    if ((style !== 'page' && style !== 'offset') || first === undefined || last === undefined) return false;
    return last < first && this.#ids.size + this.#withoutId < first;
  }
}

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
