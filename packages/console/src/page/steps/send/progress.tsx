import type { SendView } from '../../../api/send.ts';
import { type Actions, order } from '../../client.ts';
import { count, duration } from '../../words.ts';

/** How far it is, and the buttons to pause and to stop. */
export function Progress({ send, actions }: { readonly send: SendView; readonly actions: Actions }) {
  const { state, done, total, rate, secondsLeft, problem } = send;
  const press = (what: 'pause' | 'resume' | 'stop'): void => actions.run(() => order(what, {}));
  const speed = rate > 0 ? ` · ${rate >= 10 ? Math.round(rate) : rate.toFixed(1)} a second` : '';
  const left = secondsLeft === undefined ? '' : ` · ${duration(secondsLeft)} left`;
  return (
    <>
      <progress max={total} value={done} aria-label="Rows that are done" />
      <p role="status">
        {`${done.toLocaleString('en')} of ${count(total, 'row')}`}
        {state === 'running' ? `${speed}${left}` : ` · ${problem === undefined ? STATES[state] : 'stopped'}`}
      </p>
      {state !== 'ended' && (
        <div class="buttons">
          {state === 'paused' ? (
            <button type="button" class="main" onClick={() => press('resume')}>
              Go on
            </button>
          ) : (
            <button type="button" disabled={state !== 'running'} onClick={() => press('pause')}>
              Pause
            </button>
          )}
          <button type="button" disabled={state === 'stopping'} onClick={() => press('stop')}>
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
