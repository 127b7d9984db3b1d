import type { SendView } from '../../../api/send.ts';
import { type Actions, ask } from '../../client.ts';
import { count, duration } from '../../words.ts';

/** How far it is, and the buttons to pause and to stop. */
export function Progress({ send, actions }: { readonly send: SendView; readonly actions: Actions }) {
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
