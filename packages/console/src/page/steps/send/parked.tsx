import type { RowPage } from '../../../api/rows.ts';
import type { Finding } from '../../../api/send.ts';
import { type Actions, ask, order } from '../../client.ts';
import { count } from '../../words.ts';

interface ParkedProps {
  readonly chosen: ReadonlySet<number>;
  readonly actions: Actions;
  readonly onChoose: (rows: ReadonlySet<number>) => void;
  readonly onShow: () => void;
}

/** What a person found out about rows in doubt, several at once. */
export function Parked({ chosen, actions, onChoose, onShow }: ParkedProps) {
  const settle = (finding: Finding): void =>
    actions.run(async () => {
      await order('parked', { rows: [...chosen], finding });
      onChoose(new Set());
    });
  const chooseAll = async (): Promise<void> => {
    const rows = new Set<number>();
    for (let total = 1; rows.size < total; ) {
      const page = await ask<RowPage>(`rows?filter=outcome:parked&limit=500&offset=${rows.size}`);
      for (const { row } of page.rows) rows.add(row);
      total = page.rows.length === 0 ? 0 : page.total;
    }
    onShow();
    onChoose(rows);
  };
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
        <button type="button" disabled={actions.isBusy} onClick={() => actions.run(chooseAll)}>
          Choose all
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
