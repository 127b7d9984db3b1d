import { LeadwireError } from '../errors.ts';
import type { OperationMeta, Pagination } from '../operation.ts';
import { copyOf, valuesAt } from '../plain-data.ts';
import type { CallMeta, CallResult } from '../result.ts';
import { requestIdOf } from '../result.ts';
import { PagedCall } from './call.ts';
import { ListProgress } from './list-progress.ts';
import type { Provider, RunInput } from './provider-definition.ts';

/** After so many pages something is wrong, and going on would never end. */
const MAX_PAGES = 10_000;

type Run = (input: RunInput) => Promise<CallResult<unknown>>;

/** A list call whose further pages are asked for as they are read. */
export function createPages(
  operation: OperationMeta,
  input: RunInput,
  first: Promise<CallResult<unknown>>,
  run: Run,
  provider: Provider,
): PagedCall<unknown, unknown> {
  const pagination = operation.pagination as Pagination;
  // All pages answer the question that was asked, whatever its owner writes into the filter later.
  const asked: RunInput = { ...input, body: copyOf(input.body), query: copyOf(input.query) };
  const walk = (start: Promise<CallResult<unknown>>) => pages(operation, pagination, asked, start, run, provider);
  return new PagedCall(first, walk, (all) => items(pagination, all));
}

async function* pages(
  operation: OperationMeta,
  pagination: Pagination,
  input: RunInput,
  first: Promise<CallResult<unknown>>,
  run: Run,
  provider: Provider,
): AsyncGenerator<unknown, void, undefined> {
  const marks = new Set<string>();
  const { beforeSend: _, ...options } = input.options ?? {};
  let query = { ...((input.query ?? {}) as Record<string, unknown>) };
  let outcome = await first;
  const body = outcome.ok ? freeze(pagination, input.body, outcome.value, provider.options.clock.now()) : input.body;
  const progress = startsAtFirst(pagination, query) ? new ListProgress(pagination) : undefined;
  let before: unknown;
  for (let count = 1; ; count++) {
    if (!outcome.ok) throw outcome.error;
    const { meta, value: page } = outcome;
    const stuck = (reason: string) => unending(provider, operation, meta, reason);
    if (count > 1 && isSamePage(pagination, before, page)) throw stuck('the provider sent the same page twice');
    before = page;
    progress?.add(idsOf(pagination, page), page);
    yield page;
    const next = nextQuery(pagination, page, query);
    if (next === undefined && progress?.hasSkipped) throw changed(provider, operation, meta);
    if (next === undefined) return;
    const mark = JSON.stringify([next[pagination.param ?? ''], next[pagination.page ?? '']]);
    if (marks.has(mark)) throw stuck(`the provider sent the same ${pagination.style} twice`);
    if (count >= MAX_PAGES) throw stuck(`there are more than ${MAX_PAGES} pages`);
    marks.add(mark);
    query = next;
    outcome = await run({ ...input, body, query, options: { ...options } });
  }
}

/** A list that is read from its middle sees fewer rows than its total says. */
function startsAtFirst({ param = '', style }: Pagination, query: Readonly<Record<string, unknown>>): boolean {
  const start = numberOf(query[param]);
  return start === undefined || start <= (style === 'page' ? 1 : 0);
}

/**
 * A server that takes no notice of the page it is asked for sends the same rows again and again. Where that is the end and where rows are
 * missing looks alike, so it is an error. Rows without an id tell nothing; in a list that has grown they were pushed on by new ones.
 */
function isSamePage(pagination: Pagination, before: unknown, now: unknown): boolean {
  const [old, ids] = [idsOf(pagination, before), idsOf(pagination, now)];
  if (ids.length === 0 || ids.length !== old.length || ids.includes(undefined)) return false;
  if (lengthOf(pagination, before) !== lengthOf(pagination, now)) return false;
  const known = new Set(old);
  return ids.every((id) => known.has(id));
}

/** What a page says of how long its list is, in whatever way. */
const lengthOf = ({ last = '', total = 'total' }: Pagination, page: unknown): string =>
  JSON.stringify([valuesAt(page, last), valuesAt(page, total)]);

const idsOf = (pagination: Pagination, page: unknown): unknown[] =>
  itemsOf(pagination, page).map((item) => idOf(pagination, item));

function idOf({ id }: Pagination, item: unknown): unknown {
  return id === undefined ? undefined : ((item as Record<string, unknown> | null)?.[id] ?? undefined);
}

async function* items(
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

/** The query of the page after this one; undefined after the last. */
export function nextQuery(
  pagination: Pagination,
  page: unknown,
  query: Record<string, unknown>,
): Record<string, unknown> | undefined {
  const { param } = pagination;
  // A list without an envelope is a whole one.
  if (param === undefined || Array.isArray(page)) return undefined;
  const read = (path: string | undefined): unknown => (path === undefined ? undefined : valuesAt(page, path)[0]);
  const found = itemsOf(pagination, page).length;
  switch (pagination.style) {
    case 'none':
      return undefined;
    case 'cursor': {
      const next = read(pagination.next);
      if (next === undefined && pagination.page !== undefined) return nextNumbered(pagination, query, read);
      if (next === null || next === undefined || next === '') return undefined;
      if (pagination.more !== undefined && read(pagination.more) === false) return undefined;
      return { ...query, [param]: next };
    }
    case 'page': {
      const current = numberOf(read(pagination.current)) ?? numberOf(query[param]) ?? 1;
      const last = numberOf(read(pagination.last)) ?? lastByTotal(page, query, pagination);
      if (found === 0 || (last !== undefined && current >= last)) return undefined;
      return { ...query, [param]: current + 1 };
    }
    case 'offset': {
      const skip = numberOf(query[param]) ?? 0;
      const total = numberOf(read(pagination.total));
      if (found === 0 || (total !== undefined && skip + found >= total)) return undefined;
      return { ...query, [param]: skip + found };
    }
    default:
      return pagination.style satisfies never;
  }
}

/** A server that is behind numbers its pages where others give cursors. */
function nextNumbered(
  { current, last, page = '' }: Pagination,
  query: Record<string, unknown>,
  read: (path: string | undefined) => unknown,
): Record<string, unknown> | undefined {
  const at = numberOf(read(current));
  const end = numberOf(read(last));
  return at !== undefined && end !== undefined && at < end ? { ...query, [page]: at + 1 } : undefined;
}

function lastByTotal(page: unknown, query: Record<string, unknown>, pagination: Pagination): number | undefined {
  const { total, per_page: perPage } = (page ?? {}) as { total?: unknown; per_page?: unknown };
  const size = numberOf(perPage) ?? numberOf(query[pagination.size ?? '']);
  const count = numberOf(total);
  return size !== undefined && size > 0 && count !== undefined ? Math.ceil(count / size) : undefined;
}

function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/**
 * Newest-first lists with an offset shift when rows arrive: from the second page on their end is held still, at the moment when the first one
 * came, or at its newest row where that is later by the provider's clock. Rows that arrived in between show twice, and are folded; none is missed.
 */
function freeze(pagination: Pagination, body: unknown, firstPage: unknown, nowMs: number): unknown {
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

function unending(provider: Provider, operation: OperationMeta, meta: CallMeta, reason: string): LeadwireError {
  return new LeadwireError(
    'unreadable-response',
    `${provider.name} ${operation.id} cannot be read to its end: ${reason}`,
    {
      provider: provider.name,
      operationId: operation.id,
      status: meta.status,
      attempts: meta.attempts,
      requestId: requestIdOf(meta.headers),
      effect: 'none',
      hint: 'What came before is as the provider sent it. Narrow the list with a filter to see the rest.',
    },
  );
}

function changed(provider: Provider, operation: OperationMeta, meta: CallMeta): LeadwireError {
  return new LeadwireError(
    'list-changed',
    `${provider.name} ${operation.id}: the list became shorter while it was read, and rows were skipped`,
    {
      provider: provider.name,
      operationId: operation.id,
      status: meta.status,
      attempts: meta.attempts,
      requestId: requestIdOf(meta.headers),
      effect: 'none',
      hint: 'Read the list with .all() before you change its rows, or filter by something that the change does not touch.',
    },
  );
}
