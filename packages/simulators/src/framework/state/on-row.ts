import type { Call, Handler, Reply } from '../provider.ts';

/**
 * Makes handlers of operations on one row, which respond with the vendor's refusal where the row that the path names does not exist.
 * @example const onLead = onRow(({ params }) => rows.get(params.id ?? ''), () => message(404, 'Lead not found'))
 */
export function onRow<Row>(
  find: (call: Call) => Row | undefined,
  missing: (call: Call) => Reply,
): <Body, Query>(act: (row: Row, call: Call<Body, Query>) => Reply) => Handler<Body, Query> {
  return (act) => (call) => {
    const row = find(call as Call);
    return row === undefined ? missing(call as Call) : act(row, call);
  };
}
