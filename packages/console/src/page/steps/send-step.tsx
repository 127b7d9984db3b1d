import { useState } from 'preact/hooks';
import type { CheckView, ConsoleState, Finding, RowView, SendView } from '../../api.ts';
import type { StepProps } from '../app.tsx';
import { type Actions, ask, useActions } from '../client.ts';
import { Filters, ProblemBox, Reveal, Step } from '../parts.tsx';
import { RowsTable } from '../rows-table.tsx';
import { count, duration, OUTCOME_ORDER, outcomeName } from '../words.ts';

/** Sends, and shows the outcome of each row. */
export function SendStep(props: StepProps) {
  const actions = useActions();
  const { send, destination } = props.state;
  const isBefore = send === undefined || send.state === 'interrupted';
  return (
    <Step title={isBefore ? 'Send' : titleOf(send, destination?.to ?? '')} actions={actions}>
      {isBefore ? <Before {...props} actions={actions} /> : <Running {...props} send={send} actions={actions} />}
    </Step>
  );
}

const titleOf = ({ state }: SendView, to: string): string => (state === 'ended' ? `Sent to ${to}` : `Sending to ${to}`);

interface PartProps extends StepProps {
  readonly actions: Actions;
}

function Before({ state, go, actions }: PartProps) {
  const [isSure, setSure] = useState(false);
  const { check, destination, send, file } = state;
  if (destination === undefined || check === undefined) return null;
  const isInterrupted = send !== undefined;
  const start = (): void => actions.run(() => ask('send', destination));
  const what = isInterrupted ? 'Resume' : `Send ${count(check.ready, 'lead')}`;
  return (
    <>
      <p>
        {isInterrupted
          ? `The import of ${file?.name} to ${destination.to} was ended before its last row. What was sent is recorded: Resume sends the rest.`
          : `${count(check.ready, 'lead')} of ${file?.name} will be sent to ${destination.to}.`}
      </p>
      <Where state={state} />
      {check.doubt && (
        <label class="check problem">
          <input type="checkbox" checked={isSure} onChange={(event) => setSure(event.currentTarget.checked)} />
          {check.doubt} I have looked at them, and send them all the same.
        </label>
      )}
      <div class="buttons">
        <button
          type="button"
          class="main"
          disabled={actions.isBusy || isReading(check) || (check.doubt !== undefined && !isSure)}
          onClick={start}
        >
          {what}
        </button>
        <button type="button" onClick={() => go('Destination')}>
          Change the destination
        </button>
      </div>
    </>
  );
}

const isReading = ({ state }: CheckView): boolean => state === 'reading';

function Where({ state: { destination, check } }: { readonly state: ConsoleState }) {
  const options = Object.entries(destination?.options ?? {}).filter(([, value]) => value !== '' && value !== false);
  return (
    <dl>
      {options.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{String(value)}</dd>
        </div>
      ))}
      <div>
        <dt>not sent</dt>
        <dd>{count((check?.rows ?? 0) - (check?.ready ?? 0), 'row')}</dd>
      </div>
      <div>
        <dt>a lead that is there already</dt>
        <dd>{destination?.onExisting === 'update' ? 'is updated' : 'is kept as it is'}</dd>
      </div>
    </dl>
  );
}

function Running({ state, go, send, actions }: PartProps & { readonly send: SendView }) {
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
  const box = (row: RowView) =>
    row.outcome === 'parked' && isOver ? (
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
      {send.notices.length > 0 && (
        <ul class="notice">
          {send.notices.map((notice) => (
            <li key={notice}>{notice}</li>
          ))}
        </ul>
      )}
      {isOver && <After state={state} go={go} actions={actions} />}
      <Filters label="Show" filters={filters} chosen={filter} onChoose={setFilter} />
      {isOver && (send.counts.parked ?? 0) > 0 && (
        <Parked
          chosen={chosen}
          actions={actions}
          onShow={() => setFilter('outcome:parked')}
          onDone={() => setChosen(new Set())}
        />
      )}
      <Reveal isOn={reveal} onChange={setReveal} />
      <RowsTable
        label="Rows and their outcomes"
        filter={filter}
        reveal={reveal}
        version={state.rowsVersion}
        shows="outcome"
        actions={box}
      />
    </>
  );
}

function Progress({ send, actions }: { readonly send: SendView; readonly actions: Actions }) {
  const { state, done, total, rate, secondsLeft } = send;
  const order = (what: 'pause' | 'resume' | 'stop'): void => actions.run(() => ask(what, {}));
  const speed = rate > 0 ? ` · ${rate >= 10 ? Math.round(rate) : rate.toFixed(1)} a second` : '';
  const left = secondsLeft === undefined ? '' : ` · ${duration(secondsLeft)} left`;
  return (
    <>
      <progress max={total} value={done} aria-label="Rows that are done" />
      <p role="status">
        {`${done.toLocaleString('en')} of ${count(total, 'row')}`}
        {state === 'running' ? `${speed}${left}` : ` · ${STATES[state]}`}
      </p>
      {state !== 'ended' && (
        <div class="buttons">
          {state === 'paused' ? (
            <button type="button" class="main" onClick={() => order('resume')}>
              Go on
            </button>
          ) : (
            <button type="button" disabled={state !== 'running'} onClick={() => order('pause')}>
              Pause
            </button>
          )}
          <button type="button" disabled={state === 'stopping'} onClick={() => order('stop')}>
            Stop
          </button>
        </div>
      )}
    </>
  );
}

const STATES: Readonly<Record<SendView['state'], string>> = {
  interrupted: 'interrupted',
  opening: 'getting ready',
  running: 'sending',
  paused: 'paused',
  stopping: 'finishing what is under way',
  ended: 'done',
};

function After({ state, go, actions }: PartProps) {
  const { send, destination } = state;
  const open = (send?.counts.open ?? 0) + (send?.total ?? 0) - (send?.done ?? 0);
  const rejected = send?.counts.rejected ?? 0;
  return (
    <div class="buttons">
      {destination && (open > 0 || send?.problem) && (
        <button type="button" class="main" onClick={() => actions.run(() => ask('send', destination))}>
          Resume
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
            await ask('file', undefined, 'DELETE');
            go('File');
          })
        }
      >
        Import another file
      </button>
    </div>
  );
}

interface ParkedProps {
  readonly chosen: ReadonlySet<number>;
  readonly actions: Actions;
  readonly onShow: () => void;
  readonly onDone: () => void;
}

function Parked({ chosen, actions, onShow, onDone }: ParkedProps) {
  const settle = (finding: Finding): void =>
    actions.run(async () => {
      await ask('parked', { rows: [...chosen], finding });
      onDone();
    });
  const isNone = chosen.size === 0 || actions.isBusy;
  return (
    <fieldset class="question">
      <legend>Rows that may or may not have arrived</legend>
      <p>
        Their response was lost, and the provider gave no certain answer since. Look each up in its dashboard by the
        phone, choose the rows, and say what you found.
      </p>
      <div class="buttons">
        <button type="button" onClick={onShow}>
          Show them
        </button>
        <button type="button" disabled={isNone} onClick={() => settle('look-again')}>
          Look again
        </button>
        <button type="button" disabled={isNone} onClick={() => settle('arrived')}>
          Arrived
        </button>
        <button type="button" disabled={isNone} onClick={() => settle('not-there')}>
          Not there
        </button>
        <span role="status">{count(chosen.size, 'row')} chosen</span>
      </div>
    </fieldset>
  );
}
