import type { Finding } from '../../../api/send.ts';
import { type Actions, ask } from '../../client.ts';
import { count } from '../../words.ts';

interface ParkedProps {
  readonly chosen: ReadonlySet<number>;
  readonly actions: Actions;
  readonly onShow: () => void;
  readonly onDone: () => void;
}

/** What a person found out about rows in doubt, several at once. */
export function Parked({ chosen, actions, onShow, onDone }: ParkedProps) {
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
