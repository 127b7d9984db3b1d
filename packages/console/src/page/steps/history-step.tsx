import { useEffect, useState } from 'preact/hooks';
import type { PastImport } from '../../api/state.ts';
import { ask, useActions } from '../client.ts';
import { Step, takeFocus } from '../parts.tsx';
import { count, OUTCOME_ORDER, outcomeName } from '../words.ts';

/** What the ledgers of this machine know. */
export function HistoryStep() {
  const actions = useActions();
  const [imports, setImports] = useState<readonly PastImport[] | undefined>();
  const [asked, setAsked] = useState<string | undefined>();
  const [said, setSaid] = useState('');
  const { run } = actions;
  const read = async (): Promise<void> => setImports(await ask('history'));
  useEffect(() => run(read), []);
  const undo = (id: string): void =>
    run(async () => {
      setAsked(undefined);
      setSaid((await ask<{ said: string }>('undo', { id })).said);
      await read();
    });
  return (
    <Step title="Earlier imports" actions={actions}>
      <p class="hint">From the ledgers on this machine, whether they were made here or with leadwire import.</p>
      {said !== '' && (
        <p class="notice" role="status">
          {said}
        </p>
      )}
      {imports?.length === 0 && <p>There are none.</p>}
      <ul class="past">
        {imports?.map(({ id, file, to, account, startedAt, counts, canUndo }) => (
          <li key={id}>
            <b>{file}</b> to {to}
            {account === 'default' ? '' : ` (${account})`}, <time>{new Date(startedAt).toLocaleString()}</time>
            <br />
            {inWords(counts)}
            {canUndo && asked !== id && (
              <button type="button" onClick={() => setAsked(id)} aria-label={`Undo the import of ${file}`}>
                Undo…
              </button>
            )}
            {asked === id && (
              <fieldset class="question">
                <legend>Undo the import of {file}</legend>
                <p>
                  Remove the {count(counts.created ?? 0, 'lead')} that this import created from {to}? Leads that were
                  there before stay. Calls that were made cannot be undone.
                </p>
                <div class="buttons">
                  <button type="button" onClick={() => undo(id)}>
                    Remove them
                  </button>
                  <button type="button" ref={takeFocus} onClick={() => setAsked(undefined)}>
                    Keep them
                  </button>
                </div>
              </fieldset>
            )}
          </li>
        ))}
      </ul>
    </Step>
  );
}

const inWords = (counts: PastImport['counts']): string =>
  OUTCOME_ORDER.filter((outcome) => (counts[outcome] ?? 0) > 0)
    .map((outcome) => `${(counts[outcome] ?? 0).toLocaleString('en')} ${outcomeName(outcome)}`)
    .join(', ');
