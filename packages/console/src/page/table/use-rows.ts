import { useEffect, useReducer, useRef, useState } from 'preact/hooks';
import type { RowPage, RowView } from '../../api/rows.ts';
import { ask } from '../client.ts';

const PAGE_ROWS = 100;
/** Rows that change while they are shown are read again at most so often. */
const REFRESH_MS = 1000;

/** Pages of rows, asked for when they come into view, and again when they have changed. */
export function useRows(filter: string, reveal: boolean, version: number) {
  const wanted = `${filter}|${reveal}`;
  const pages = useRef(new Map<number, RowPage & { readonly version: number }>());
  const asked = useRef(new Set<number>());
  const shown = useRef(wanted);
  const lastAsked = useRef(0);
  const [total, setTotal] = useState(0);
  const [, redraw] = useReducer((times: number) => times + 1, 0);
  if (shown.current !== wanted) {
    shown.current = wanted;
    pages.current.clear();
    asked.current.clear();
  }
  const load = (page: number): void => {
    asked.current.add(page);
    lastAsked.current = performance.now();
    const query = new URLSearchParams({ filter, offset: String(page * PAGE_ROWS), limit: String(PAGE_ROWS) });
    if (reveal) query.set('reveal', '1');
    ask<RowPage>(`rows?${query}`)
      .then((found) => {
        if (shown.current !== wanted) return;
        pages.current.set(page, { ...found, version });
        setTotal(found.total);
        redraw(undefined);
      })
      .catch(() => undefined)
      .finally(() => asked.current.delete(page));
  };
  useEffect(() => {
    const wait = Math.max(0, REFRESH_MS - (performance.now() - lastAsked.current));
    const timer = setTimeout(() => redraw(undefined), wait);
    return () => clearTimeout(timer);
  }, [version]);
  return {
    total,
    rowAt: (index: number): RowView | undefined =>
      pages.current.get(Math.floor(index / PAGE_ROWS))?.rows[index % PAGE_ROWS],
    need(indexes: readonly number[]): void {
      const isDue = performance.now() - lastAsked.current >= REFRESH_MS;
      for (const page of new Set([0, ...indexes].map((index) => Math.floor(index / PAGE_ROWS)))) {
        const known = pages.current.get(page);
        const isStale = known === undefined || (known.version !== version && isDue);
        if (isStale && !asked.current.has(page)) load(page);
      }
    },
  };
}
