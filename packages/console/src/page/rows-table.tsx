import { elementScroll, observeElementOffset, observeElementRect, Virtualizer } from '@tanstack/virtual-core';
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useReducer, useRef, useState } from 'preact/hooks';
import type { RowPage, RowView } from '../api.ts';
import { ask } from './client.ts';
import { flag, outcomeName, regionName } from './words.ts';

const PAGE_ROWS = 100;
/** Rows that change while they are shown are read again at most so often. */
const REFRESH_MS = 1000;
/** Heights in rem, of one line, and of the lines that a narrow screen needs. */
const ROW_REM = 3;
const NARROW_ROW_REM = 8.5;

interface RowsTableProps {
  readonly label: string;
  readonly filter: string;
  readonly reveal: boolean;
  /** Changes when rows have changed. */
  readonly version: number;
  readonly shows: 'check' | 'outcome';
  /** Buttons or boxes of a row. */
  readonly actions: (row: RowView) => ComponentChildren;
}

/** A table of any length: the rows in view are asked for, and no others are in the page. */
export function RowsTable({ label, filter, reveal, version, shows, actions }: RowsTableProps) {
  const { total, rowAt, need } = useRows(filter, reveal, version);
  const { scroller, items, height } = useVirtualRows(total, filter);
  useEffect(() => need(items.map(({ index }) => index)));
  const headings = shows === 'check' ? CHECK_HEADINGS : OUTCOME_HEADINGS;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keyboard
    <section class="rows" aria-label={label} tabIndex={0} ref={scroller}>
      <table aria-rowcount={total + 1}>
        <thead>
          <tr class={`row ${shows}`} aria-rowindex={1}>
            {headings.map((heading) => (
              <th scope="col" key={heading}>
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody style={{ height: `${height}px` }}>
          {items.map(({ index, start, size }) => {
            const row = rowAt(index);
            const style = { transform: `translateY(${start}px)`, height: `${size}px` };
            return (
              <tr class={`row ${shows}`} key={index} style={style} aria-rowindex={index + 2}>
                {row === undefined ? <td>…</td> : <Cells row={row} shows={shows} actions={actions} />}
              </tr>
            );
          })}
        </tbody>
      </table>
      {total === 0 && <p class="empty">No rows.</p>}
    </section>
  );
}

const CHECK_HEADINGS = ['Row', 'Name', 'Phone in the file', 'Will be dialled', 'Remark', 'Change'];
const OUTCOME_HEADINGS = ['Row', 'Name', 'Dialled', 'Outcome', 'Id', 'Reason', 'Choose'];

function Cells({ row, shows, actions }: Pick<RowsTableProps, 'shows' | 'actions'> & { readonly row: RowView }) {
  const remark = [row.isEdited ? 'Edited.' : '', row.kind === 'ready' ? row.remark : sentence(row.remark)];
  const dialled = (
    <td data-label="Dialled">
      {row.region !== '' && (
        <abbr title={regionName(row.region)}>
          <span aria-hidden="true">{flag(row.region)}</span> {row.region}
        </abbr>
      )}{' '}
      {row.dialled || '—'}
    </td>
  );
  return (
    <>
      <th scope="row">{row.row}</th>
      <td title={row.name}>{row.name || '—'}</td>
      {shows === 'check' && <td data-label="In the file">{row.typed || '—'}</td>}
      {dialled}
      {shows === 'outcome' && (
        <>
          <td class={`outcome ${row.outcome}`}>{outcomeName(row.outcome) || 'waiting'}</td>
          <td title={row.id} data-label="Id">
            {row.id || '—'}
          </td>
        </>
      )}
      <td class={row.kind} title={shows === 'check' ? row.remark : row.reason}>
        {shows === 'check' ? remark.filter(Boolean).join(' ') : row.reason}
      </td>
      <td class="actions">{actions(row)}</td>
    </>
  );
}

const sentence = (reason: string): string => (reason === '' ? '' : `Not sent: ${reason}`);

/** Pages of rows, asked for when they come into view, and again when they have changed. */
function useRows(filter: string, reveal: boolean, version: number) {
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

/** Which rows are in view. */
function useVirtualRows(total: number, filter: string) {
  const scroller = useRef<HTMLElement>(null);
  const [, redraw] = useReducer((times: number) => times + 1, 0);
  const size = useRowHeight();
  const options = {
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => size,
    overscan: 8,
    scrollToFn: elementScroll,
    observeElementRect,
    observeElementOffset,
    onChange: () => redraw(undefined),
  };
  const [virtualizer] = useState(() => new Virtualizer<HTMLElement, HTMLElement>(options));
  virtualizer.setOptions(options);
  useLayoutEffect(() => virtualizer._didMount(), [virtualizer]);
  useLayoutEffect(() => virtualizer._willUpdate());
  useLayoutEffect(() => virtualizer.measure(), [virtualizer, size]);
  useEffect(() => virtualizer.scrollToOffset(0), [virtualizer, filter]);
  return { scroller, items: virtualizer.getVirtualItems(), height: virtualizer.getTotalSize() };
}

function useRowHeight(): number {
  const query = '(max-width: 48rem)';
  const [isNarrow, setNarrow] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const media = matchMedia(query);
    const onChange = (): void => setNarrow(media.matches);
    media.addEventListener('change', onChange);
    return () => media.removeEventListener('change', onChange);
  }, []);
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  return (isNarrow ? NARROW_ROW_REM : ROW_REM) * rem;
}
