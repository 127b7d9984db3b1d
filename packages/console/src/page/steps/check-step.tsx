import { useState } from 'preact/hooks';
import type { FileView } from '../../api/file.ts';
import type { RowView } from '../../api/rows.ts';
import { order, useActions } from '../client.ts';
import { Filters, Reveal, Step } from '../parts.tsx';
import type { StepProps } from '../step-props.ts';
import { RowsTable } from '../table/rows-table.tsx';
import { count } from '../words.ts';
import { EditDialog } from './edit-dialog.tsx';

/** Every row as it will be sent, or why it will not. */
export function CheckStep({ state, go }: StepProps) {
  const actions = useActions();
  const [filter, setFilter] = useState('all');
  const [reveal, setReveal] = useState(false);
  const [edited, setEdited] = useState<RowView | undefined>();
  const { check, file } = state;
  if (check === undefined || file === undefined) return null;
  const filters = [
    { filter: 'all', text: 'rows', count: check.rows },
    { filter: 'ready', text: 'will be sent', count: check.ready },
    ...(check.edited > 0 ? [{ filter: 'edited', text: 'changed by you', count: check.edited }] : []),
    ...check.groups,
  ];
  const leaveOut = (row: RowView): void => actions.run(() => order(`rows/${row.row}`, { leaveOut: !row.isLeftOut }));
  const rowActions = (row: RowView) => (
    <>
      <button type="button" aria-label={`Edit row ${row.row}`} onClick={() => setEdited(row)}>
        Edit
      </button>
      <button
        type="button"
        aria-label={`${row.isLeftOut ? 'Take in' : 'Leave out'} row ${row.row}`}
        onClick={() => leaveOut(row)}
      >
        {row.isLeftOut ? 'Take in' : 'Leave out'}
      </button>
    </>
  );
  const isReading = check.state === 'reading';
  const next = (
    <button
      type="button"
      class="main"
      disabled={check.state !== 'done' || check.ready === 0}
      onClick={() => go('Destination')}
    >
      Choose where they go
    </button>
  );
  return (
    <Step title="Check the rows" actions={actions} footer={next}>
      <p role="status">
        {isReading
          ? `Reading… ${count(check.rows, 'row')} so far.`
          : `${count(check.ready, 'lead')} of ${count(check.rows, 'row')} will be sent.`}
      </p>
      {check.doubt && <p class="problem">{check.doubt}</p>}
      <Filters label="Show" filters={filters} chosen={filter} onChoose={setFilter} />
      <Reveal isOn={reveal} onChange={setReveal} />
      <RowsTable
        label="Rows of the file"
        filter={filter}
        reveal={reveal}
        version={state.rowsVersion}
        shows="check"
        actions={rowActions}
      />
      {edited && <EditDialog row={edited.row} columns={namesOf(file)} onClose={() => setEdited(undefined)} />}
    </Step>
  );
}

const namesOf = ({ columns }: FileView): readonly string[] => columns.map(({ name }) => name);
