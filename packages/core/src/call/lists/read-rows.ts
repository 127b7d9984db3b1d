import { numberFaults } from '../../check-options.ts';
import { elapsedMs } from '../../clock.ts';
import { LeadwireError, refusal } from '../../errors.ts';
import type { CallOptions } from '../../options.ts';
import { type CallMeta, type CallResult, exchangeOf } from '../../result.ts';
import type { Runner } from '../create-client.ts';
import { callMeta, changeMeta } from '../to-result.ts';
import { listIn, nextQuery } from './list-page.ts';

/** What a look-up asks of a list. */
interface RowsAsked {
  /** The operation of the list, such as `leads.list`. */
  readonly operation: string;
  /** One query after the other: their rows are read together. */
  readonly queries: readonly Readonly<Record<string, unknown>>[];
  /** `deadlineMs` bounds all pages of all queries together. */
  readonly options?: Pick<CallOptions, 'signal' | 'deadlineMs'>;
}

/** All rows that a look-up's queries give; a page that fails or is not a list is a failure: a row that was not seen may be there. */
export async function readRows<Row>(
  { provider, run }: Runner,
  { operation, options: { deadlineMs, signal } = {}, queries }: RowsAsked,
): Promise<CallResult<(Row | null)[]>> {
  const issues = numberFaults(1, { deadlineMs });
  if (issues.length > 0) {
    const hint = 'Leave it out for the default. Nothing was sent.';
    const names = { provider: provider.name, operationId: operation };
    const error = refusal('invalid-input', `${provider.name} ${operation}`, issues, { ...names, hint });
    return { ok: false, error, meta: callMeta(operation) };
  }
  const { clock, deadlineMs: standing } = provider.options;
  const deadlineAt = elapsedMs(clock) + (deadlineMs ?? standing);
  const pagination = provider.api.operations[operation]?.pagination ?? { style: 'none', items: '$' };
  const rows: (Row | null)[] = [];
  let meta = callMeta(operation);
  for (const first of queries) {
    let query: Record<string, unknown> | undefined = first;
    for (let page = 1; query !== undefined; page++) {
      const options = { signal, deadlineMs: Math.max(1, deadlineAt - elapsedMs(clock)) };
      const result = await run(operation, { query, options });
      meta = changeMeta(result.meta, { attempts: [...meta.attempts, ...result.meta.attempts] });
      if (!result.ok) return { ...result, meta };
      const found = listIn(pagination, result.value);
      query = nextQuery(pagination, result.value, query);
      const isEndless = query !== undefined && page >= MAX_PAGES;
      if (found === undefined || isEndless)
        return { ok: false, error: unreadable(provider.name, meta, found && ENDLESS), meta };
      rows.push(...(found as (Row | null)[]));
    }
  }
  return { ok: true, value: rows, meta };
}

const NO_LIST = { reason: 'responded without a list', hint: 'Check baseUrl: the response is not a list.' };

/** More pages than this for one query mean that the filter was ignored. */
const MAX_PAGES = 20;

const ENDLESS = {
  reason: `has more than ${MAX_PAGES} pages for this filter`,
  hint: 'The filter may have been ignored: read the list page by page with pages().',
};

/** The failure of a look-up whose response cannot be read: by default, one that is not a list. */
export const unreadable = (
  provider: string,
  meta: CallMeta,
  { hint, reason }: typeof NO_LIST = NO_LIST,
): LeadwireError =>
  new LeadwireError('unreadable-response', `${provider} ${meta.operationId} ${reason}`, {
    ...exchangeOf(provider, meta),
    hint,
  });
