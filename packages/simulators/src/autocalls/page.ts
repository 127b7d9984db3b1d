import { api } from '@leadwire/generated-autocalls';

/** One page of a list. */
interface PageRequest<Row> {
  readonly path: string;
  readonly page: number | undefined;
  readonly perPage: number;
  readonly matches: (row: Row) => boolean;
  readonly view: (row: Row) => unknown;
}

/** Laravel's length-aware paginator. */
// assumption: rows come in the order they were made, and a page past the last one is empty.
export function lengthAwarePage<Row>(rows: Iterable<Row>, request: PageRequest<Row>): object {
  const page = request.page ?? 1;
  const skipped = (page - 1) * request.perPage;
  const data: unknown[] = [];
  let total = 0;
  for (const row of rows) {
    if (!request.matches(row)) continue;
    if (total >= skipped && data.length < request.perPage) data.push(request.view(row));
    total += 1;
  }
  const lastPage = Math.max(1, Math.ceil(total / request.perPage));
  const path = `${api.server}${request.path}`;
  const at = (number: number) => (number < 1 || number > lastPage ? null : `${path}?page=${number}`);
  return {
    current_page: page,
    data,
    first_page_url: at(1),
    from: data.length === 0 ? null : skipped + 1,
    last_page: lastPage,
    last_page_url: at(lastPage),
    links: [
      { url: at(page - 1), label: '&laquo; Previous', active: false },
      { url: at(page), label: String(page), active: true },
      { url: at(page + 1), label: 'Next &raquo;', active: false },
    ],
    next_page_url: at(page + 1),
    path,
    per_page: request.perPage,
    prev_page_url: at(page - 1),
    to: data.length === 0 ? null : skipped + data.length,
    total,
  };
}
