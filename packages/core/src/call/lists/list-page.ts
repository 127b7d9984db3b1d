import { type Pagination, valuesAt } from '../../operation.ts';

export const itemsOf = (pagination: Pagination, page: unknown): readonly unknown[] => listIn(pagination, page) ?? [];

/** The rows of a page; undefined where it has no list at all. */
export function listIn(pagination: Pagination, page: unknown): readonly unknown[] | undefined {
  if (Array.isArray(page)) return page;
  const found = pagination.items === '$' ? page : valuesAt(page, pagination.items)[0];
  if (Array.isArray(found)) return found;
  // Some lists come in an envelope, whatever their page says.
  const wrapped = (page as { data?: unknown } | null | undefined)?.data;
  return Array.isArray(wrapped) ? wrapped : undefined;
}

/**
 * A list in the envelope that its type says. Some came bare and in an envelope: a bare one is a whole one, so it is its own last page.
 * @param lastPage - what the envelope of a numbered list says on its last page
 */
export function inEnvelope(value: unknown, { items, style }: Pagination, lastPage: object): unknown {
  if (items !== '$') return Array.isArray(value) ? { [items]: value, ...(style === 'page' && lastPage) } : value;
  const { data } = (value ?? {}) as { data?: unknown };
  return Array.isArray(data) ? data : value;
}

type Query = Readonly<Record<string, unknown>>;

/** The query of the page after this one; undefined after the last. */
export function nextQuery(pagination: Pagination, page: unknown, query: Query): Record<string, unknown> | undefined {
  const { param, style } = pagination;
  // A list without an envelope is complete.
  if (param === undefined || style === 'none' || Array.isArray(page)) return undefined;
  if (style === 'cursor') return nextCursor(pagination, page, query);
  const found = itemsOf(pagination, page).length;
  const next = style === 'page' ? nextNumber(pagination, page, query) : nextOffset(pagination, page, query, found);
  return found === 0 || next === undefined ? undefined : { ...query, [param]: next };
}

const read = (page: unknown, path: string | undefined): unknown =>
  path === undefined ? undefined : valuesAt(page, path)[0];

function nextCursor(pagination: Pagination, page: unknown, query: Query): Record<string, unknown> | undefined {
  const { current, last, more, page: number, param = '' } = pagination;
  const next = read(page, pagination.next);
  if (next === undefined && number !== undefined) {
    // A server of an older version numbers its pages where others give cursors.
    const [at, end] = [numberOf(read(page, current)), numberOf(read(page, last))];
    return at !== undefined && end !== undefined && at < end ? { ...query, [number]: at + 1 } : undefined;
  }
  if (next === null || next === undefined || next === '') return undefined;
  return more !== undefined && read(page, more) === false ? undefined : { ...query, [param]: next };
}

function nextNumber(pagination: Pagination, page: unknown, query: Query): number | undefined {
  const current = numberOf(read(page, pagination.current)) ?? numberOf(query[pagination.param ?? '']) ?? 1;
  const last = numberOf(read(page, pagination.last)) ?? lastByTotal(page, query, pagination);
  return last !== undefined && current >= last ? undefined : current + 1;
}

function nextOffset(pagination: Pagination, page: unknown, query: Query, found: number): number | undefined {
  const next = (numberOf(query[pagination.param ?? '']) ?? 0) + found;
  const total = numberOf(read(page, pagination.total));
  return total !== undefined && next >= total ? undefined : next;
}

function lastByTotal(page: unknown, query: Query, pagination: Pagination): number | undefined {
  const { total, per_page: perPage } = (page ?? {}) as { total?: unknown; per_page?: unknown };
  const size = numberOf(perPage) ?? numberOf(query[pagination.size ?? '']);
  const count = numberOf(total);
  return size !== undefined && size > 0 && count !== undefined ? Math.ceil(count / size) : undefined;
}

export function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** Holds the end of a newest-first list with an offset still from its second page on: rows that arrive meanwhile would shift it. */
export function freeze(pagination: Pagination, body: unknown, firstPage: unknown, nowMs: number): unknown {
  if (pagination.freeze === undefined) return body;
  const end = pagination.freeze.split('.');
  const range = end.slice(0, -1).join('.');
  const given = valuesAt(body, range)[0];
  if (given !== undefined && (!isRange(given) || given[end.at(-1) ?? ''] !== undefined)) return body;
  const times = itemsOf(pagination, firstPage).flatMap((row) => numberOf(valuesAt(row, range)[0]) ?? []);
  const heldMs = Math.max(nowMs, ...times);
  const set = (value: unknown, [step = '', ...rest]: readonly string[]): unknown => {
    const object = (value ?? {}) as Record<string, unknown>;
    return { ...object, [step]: rest.length === 0 ? heldMs : set(object[step], rest) };
  };
  return set(body, end);
}

const isRange = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function idOf({ id }: Pagination, item: unknown): unknown {
  return id === undefined ? undefined : ((item as Record<string, unknown> | null)?.[id] ?? undefined);
}
