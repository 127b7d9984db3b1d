import type { Pagination } from '../../operation.ts';
import type { CallResult } from '../../result.ts';
import { PagedCall } from '../call.ts';
import { copyOf } from '../request/prepare-request.ts';
import type { ListCall } from './paginate.ts';

/** A list call whose further pages are asked for as they are read; how that is done is loaded when a page is. */
export function createPages(list: ListCall, first: Promise<CallResult<unknown>>): PagedCall<unknown, unknown> {
  const pagination = list.operation.pagination as Pagination;
  // All pages answer the question that was asked, whatever its owner writes into the filter later.
  const input = { ...list.input, body: copyOf(list.input.body), query: copyOf(list.input.query) };
  return new PagedCall(
    first,
    async function* pagesFrom(start) {
      const { pages } = await import('../on-demand.ts');
      yield* pages({ ...list, input }, pagination, start);
    },
    async function* itemsOf(all) {
      const { items } = await import('../on-demand.ts');
      yield* items(pagination, all);
    },
  );
}
