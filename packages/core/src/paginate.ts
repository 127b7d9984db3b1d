import { valuesAt } from './effect.ts';
import { LeadwireError } from './errors.ts';
import type { OperationMeta, Pagination } from './operation.ts';
import type { Provider, RunInput } from './provider.ts';
import { PagedCall, type Settled } from './result.ts';

/** After so many pages something is wrong, and going on would never end. */
const MAX_PAGES = 10_000;

type Run = (input: RunInput) => Promise<Settled<unknown>>;

/** A list call whose further pages are asked for as they are read. */
export function createPages(
  operation: OperationMeta,
  input: RunInput,
  first: Promise<Settled<unknown>>,
  run: Run,
  provider: Provider,
): PagedCall<unknown, unknown> {
  const pagination = operation.pagination as Pagination;
  const walk = (start: Promise<Settled<unknown>>) => pages(operation, pagination, input, start, run, provider);
  return new PagedCall(first, walk, (all) => items(pagination, all));
}

async function* pages(
  operation: OperationMeta,
  pagination: Pagination,
  input: RunInput,
  first: Promise<Settled<unknown>>,
  run: Run,
  provider: Provider,
): AsyncGenerator<unknown, void, undefined> {
  const seen = new Set<string>();
  let query = { ...((input.query ?? {}) as Record<string, unknown>) };
  let outcome = await first;
  // A list of several pages that must not drift while it is read is asked for anew, with its end held still.
  const several = outcome.ok && nextQuery(pagination, outcome.value, query) !== undefined;
  const frozen = several ? freeze(pagination, input, provider.options.clock.now()) : input;
  if (frozen !== input) outcome = await run(frozen);
  for (let count = 1; ; count++) {
    if (!outcome.ok) throw outcome.error;
    const page = outcome.value;
    yield page;
    const next = nextQuery(pagination, page, query);
    if (next === undefined) return;
    const mark = JSON.stringify([next[pagination.param ?? ''], next[pagination.page ?? '']]);
    if (seen.has(mark)) throw stuck(provider, operation, `the provider sent the same ${pagination.style} twice`);
    if (count >= MAX_PAGES) throw stuck(provider, operation, `there are more than ${MAX_PAGES} pages`);
    seen.add(mark);
    query = next;
    outcome = await run({ ...frozen, query, options: { ...frozen.options } });
  }
}

async function* items(
  pagination: Pagination,
  all: AsyncGenerator<unknown, void, undefined>,
): AsyncGenerator<unknown, void, undefined> {
  const seen = new Set<unknown>();
  for await (const page of all) {
    for (const item of itemsOf(pagination, page)) {
      const id = pagination.id === undefined ? undefined : (item as Record<string, unknown> | null)?.[pagination.id];
      if (id !== undefined && id !== null) {
        if (seen.has(id)) continue;
        seen.add(id);
      }
      yield item;
    }
  }
}

export function itemsOf(pagination: Pagination, page: unknown): readonly unknown[] {
  if (Array.isArray(page)) return page;
  const found = pagination.items === '$' ? page : valuesAt(page, pagination.items)[0];
  if (Array.isArray(found)) return found;
  // Some lists come in an envelope, whatever their page says.
  const wrapped = (page as { data?: unknown } | null | undefined)?.data;
  return Array.isArray(wrapped) ? wrapped : [];
}

/** The query of the page after this one; undefined after the last. */
function nextQuery(
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

/** Newest-first lists with an offset shift when rows arrive: their end is set to now, before the first page. */
function freeze(pagination: Pagination, input: RunInput, nowMs: number): RunInput {
  if (pagination.freeze === undefined || valuesAt(input.body, pagination.freeze)[0] !== undefined) return input;
  const set = (value: unknown, [step = '', ...rest]: readonly string[]): unknown => {
    const object = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
    return { ...object, [step]: rest.length === 0 ? nowMs : set(object[step], rest) };
  };
  return { ...input, body: set(input.body, pagination.freeze.split('.')) };
}

function stuck(provider: Provider, operation: OperationMeta, reason: string): LeadwireError {
  return new LeadwireError(
    'unreadable-response',
    `${provider.name} ${operation.id} cannot be read to its end: ${reason}`,
    {
      provider: provider.name,
      operationId: operation.id,
      effect: 'none',
      hint: 'Narrow the list with a filter, or read it page by page with pages().',
    },
  );
}
