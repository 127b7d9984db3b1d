import { elementScroll, observeElementOffset, observeElementRect, Virtualizer } from '@tanstack/virtual-core';
import { useEffect, useLayoutEffect, useReducer, useRef, useState } from 'preact/hooks';

/** Heights in rem that most rows have, as the stylesheet says: of one line, and of the lines that a narrow screen needs. A row with more text is higher. */
const ROW_REM = 3;
const NARROW_ROW_REM = 7.5;
/** Browsers draw nothing below 33,554,432 pixels of the screen, which at 400 % zoom are a quarter as many here. */
const MOST_PIXELS = 8_000_000;

/** A row in view, and how far below the top of the table it is drawn. */
interface ShownRow {
  readonly index: number;
  readonly top: number;
}

interface VirtualRows {
  /** For the region that scrolls. */
  readonly scroller: { current: HTMLElement | null };
  readonly items: readonly ShownRow[];
  readonly height: number;
  /** For each row: takes down how high it is. */
  readonly measure: (row: HTMLElement | null) => void;
}

/** Which rows are in view. The rows of a table that is higher than a browser can draw go by faster than the mouse. */
export function useVirtualRows(total: number, filter: string): VirtualRows {
  const scroller = useRef<HTMLElement>(null);
  const [, redraw] = useReducer((times: number) => times + 1, 0);
  const rowHeight = useRowHeight();
  const speed = useRef(1);
  const options = {
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    scrollToFn: (offset: number, { adjustments = 0 }: { adjustments?: number }, virtualizer: Rows) =>
      elementScroll(offset / speed.current, { adjustments: adjustments / speed.current }, virtualizer),
    observeElementRect,
    observeElementOffset: (virtualizer: Rows, tell: (offset: number, isScrolling: boolean) => void) =>
      observeElementOffset(virtualizer, (offset, isScrolling) => tell(offset * speed.current, isScrolling)),
    onChange: () => redraw(undefined),
  };
  const [virtualizer] = useState(() => new Virtualizer<HTMLElement, HTMLElement>(options));
  virtualizer.setOptions(options);
  useLayoutEffect(() => virtualizer._didMount(), [virtualizer]);
  useLayoutEffect(() => virtualizer._willUpdate());
  useLayoutEffect(() => virtualizer.measure(), [virtualizer, rowHeight, filter]);
  useEffect(() => virtualizer.scrollToOffset(0), [virtualizer, filter]);
  const wanted = virtualizer.getTotalSize();
  const height = Math.min(wanted, MOST_PIXELS);
  const inView = scroller.current?.clientHeight ?? 0;
  speed.current = wanted > height ? (wanted - inView) / (height - inView) : 1;
  const offset = virtualizer.scrollOffset ?? 0;
  const moved = offset / speed.current - offset;
  const items = virtualizer.getVirtualItems().map(({ index, start }) => ({ index, top: start + moved }));
  return { scroller, items, height, measure: virtualizer.measureElement };
}

type Rows = Virtualizer<HTMLElement, HTMLElement>;

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
