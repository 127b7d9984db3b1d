import { LeadwireError } from '../../errors.ts';
import type { OperationMeta, Pagination } from '../../operation.ts';
import { type CallMeta, type CallResult, exchangeOf } from '../../result.ts';
import type { CallInput, Provider } from '../context.ts';
import { freeze, idOf, itemsOf, nextQuery } from './list-page.ts';
import { ListProgress } from './list-progress.ts';

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

function unending(call: ListCall, meta: CallMeta, reason: string): LeadwireError {
  return listError('unreadable-response', call, meta, {
    says: `the list cannot be read to its end: ${reason}`,
    hint: 'What came before is as the provider sent it. Narrow the list with a filter to see the rest.',
  });
}

function changed(call: ListCall, meta: CallMeta): LeadwireError {
  return listError('list-changed', call, meta, {
    says: 'the list became shorter while it was read, and rows were skipped',
    hint: 'Read the list with .all() before you change its rows, or filter by something that the change does not touch.',
  });
}

function listError(
  kind: 'unreadable-response' | 'list-changed',
  { operation, provider }: ListCall,
  meta: CallMeta,
  { says, hint }: { readonly says: string; readonly hint: string },
): LeadwireError {
  return new LeadwireError(kind, `${provider.name} ${operation.id}: ${says}`, {
    ...exchangeOf(provider.name, meta),
    hint,
  });
}
