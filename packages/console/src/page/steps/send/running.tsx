import { useState } from 'preact/hooks';
import type { RowView } from '../../../api/rows.ts';
import type { SendView } from '../../../api/send.ts';
import { order } from '../../client.ts';
import { Filters, Notices, ProblemBox, Reveal } from '../../parts.tsx';
import type { PartProps } from '../../step-props.ts';
import { RowsTable } from '../../table/rows-table.tsx';
import { count, OUTCOME_ORDER, outcomeName } from '../../words.ts';
import { Parked } from './parked.tsx';
import { Progress } from './progress.tsx';

/** Progress, and the outcome of each row. */
export function Running({ state, go, send, actions }: PartProps & { readonly send: SendView }) {
  const [filter, setFilter] = useState('all');
  const [reveal, setReveal] = useState(false);
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const isOver = send.state === 'ended';
  const outcomes = OUTCOME_ORDER.filter((outcome) => (send.counts[outcome] ?? 0) > 0);
  const filters = [
    { filter: 'all', text: 'rows', count: send.total },
    ...outcomes.map((outcome) => ({
      filter: `outcome:${outcome}`,
      text: outcomeName(outcome),
      count: send.counts[outcome] ?? 0,
    })),
  ];
  const toggle = (row: number): void => {
    const next = new Set(chosen);
    if (!next.delete(row)) next.add(row);
    setChosen(next);
  };
  const hasParked = isOver && (send.counts.parked ?? 0) > 0;
  const box = (row: RowView) =>
    row.outcome === 'parked' ? (
      <input
        type="checkbox"
        aria-label={`Choose row ${row.row}`}
        checked={chosen.has(row.row)}
        onChange={() => toggle(row.row)}
      />
    ) : null;
  return (
    <>
      <Progress send={send} actions={actions} />
      <ProblemBox problem={send.problem} />
      <Said send={send} />
      {isOver && <After state={state} go={go} actions={actions} />}
      <Filters label="Show" filters={filters} chosen={filter} onChoose={setFilter} />
      {hasParked && (
        <Parked chosen={chosen} onChoose={setChosen} actions={actions} onShow={() => setFilter('outcome:parked')} />
      )}
      <Reveal isOn={reveal} onChange={setReveal} />
      <RowsTable
        label="Rows and their outcomes"
        filter={filter}
        reveal={reveal}
        version={state.rowsVersion}
        shows="outcome"
        actions={hasParked ? box : undefined}
      />
    </>
  );
}

/** What was said while it ran is of no use afterwards, and is folded away. */
function Said({ send: { state, notices } }: { readonly send: SendView }) {
  if (state !== 'ended' || notices.length === 0) return <Notices notices={notices} />;
  return (
    <details>
      <summary>What was said while it was sent</summary>
      <Notices notices={notices} />
    </details>
  );
}

function After({ state, go, actions }: PartProps) {
  const { send, destination } = state;
  const open = (send?.counts.open ?? 0) + (send?.total ?? 0) - (send?.done ?? 0);
  const rejected = send?.counts.rejected ?? 0;
  return (
    <div class="buttons">
      {destination && (open > 0 || send?.problem) && (
        <button
          type="button"
          class="main"
          onClick={() => actions.run(() => order('send', { version: state.rowsVersion }))}
        >
          Resume
        </button>
      )}
      {send?.problem && (
        <button type="button" onClick={() => go('Destination')}>
          Change the destination
        </button>
      )}
      <a class="button" href="/api/download/report" download>
        Download the report
      </a>
      {rejected > 0 && (
        <a class="button" href="/api/download/rejected" download>
          Download the {count(rejected, 'rejected row')}
        </a>
      )}
      <button
        type="button"
        onClick={() =>
          actions.run(async () => {
            await order('file', undefined, 'DELETE');
            go('File');
          })
        }
      >
        Import another file
      </button>
    </div>
  );
}
