import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import type { RowView } from '../../api/rows.ts';
import { flag, outcomeName, regionName } from '../words.ts';
import { useRows } from './use-rows.ts';
import { useVirtualRows } from './use-virtual-rows.ts';

interface RowsTableProps {
  readonly label: string;
  readonly filter: string;
  readonly reveal: boolean;
  /** Changes when rows have changed. */
  readonly version: number;
  readonly shows: 'check' | 'outcome';
  /** Buttons or boxes of a row, in the last column; without them it is left out. */
  readonly actions: ((row: RowView) => ComponentChildren) | undefined;
}

/** A table of any length: the rows in view are asked for, and no others are in the page. */
export function RowsTable({ label, filter, reveal, version, shows, actions }: RowsTableProps) {
  const { total, rowAt, need } = useRows(filter, reveal, version);
  const { scroller, items, height, measure } = useVirtualRows(total, filter);
  useEffect(() => need(items.map(({ index }) => index)));
  const headings = shows === 'check' ? CHECK_HEADINGS : OUTCOME_HEADINGS;
  const layout = `row ${shows} ${actions ? 'acting' : ''}`;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keyboard
    <section class="rows" aria-label={label} tabIndex={0} ref={scroller}>
      <table aria-rowcount={total + 1}>
        <thead>
          <tr class={layout} aria-rowindex={1}>
            {headings.slice(0, actions ? undefined : -1).map((heading) => (
              <th scope="col" key={heading}>
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody style={{ height: `${height}px` }}>
          {items.map(({ index, top }) => {
            const row = rowAt(index);
            const style = { transform: `translateY(${top}px)` };
            return (
              <tr class={layout} key={index} ref={measure} data-index={index} style={style} aria-rowindex={index + 2}>
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
      <td>{row.name || '—'}</td>
      {shows === 'check' && <td data-label="In the file">{row.typed || '—'}</td>}
      {dialled}
      {shows === 'outcome' && (
        <>
          <td class={`outcome ${row.outcome}`}>{outcomeName(row.outcome) || 'waiting'}</td>
          <td data-label="Id">{row.id || '—'}</td>
        </>
      )}
      <td class={`text ${row.kind}`}>{shows === 'check' ? remark.filter(Boolean).join(' ') : row.reason}</td>
      {actions && <td class="actions">{actions(row)}</td>}
    </>
  );
}

const sentence = (reason: string): string => (reason === '' ? '' : `Not sent: ${reason}`);
