import { useEffect, useRef, useState } from 'preact/hooks';
import { ask, order, useActions } from '../client.ts';
import { ProblemBox } from '../parts.tsx';

interface EditDialogProps {
  readonly row: number;
  readonly columns: readonly string[];
  readonly onClose: () => void;
}

/** The cells of one row, in full. The file itself is not changed. */
export function EditDialog({ row, columns, onClose }: EditDialogProps) {
  const actions = useActions();
  const dialog = useRef<HTMLDialogElement>(null);
  const [cells, setCells] = useState<readonly string[] | undefined>();
  const [changes, setChanges] = useState<Readonly<Record<string, string>>>({});
  useEffect(() => {
    dialog.current?.showModal();
    actions.run(async () => setCells(await ask(`rows/${row}`)));
  }, [row]);
  const save = (event: Event): void => {
    event.preventDefault();
    actions.run(async () => {
      if (Object.keys(changes).length > 0) await order(`rows/${row}`, { cells: changes });
      dialog.current?.close();
    });
  };
  return (
    <dialog ref={dialog} onClose={onClose} aria-labelledby="edit-title">
      <form onSubmit={save}>
        <h3 id="edit-title">Row {row}</h3>
        <p class="hint">Changes are for this import. Your file stays as it is.</p>
        {cells?.map((cell, index) => (
          <label class="field" key={columns[index] ?? index}>
            {columns[index] || `Column ${index + 1}`}
            <input
              value={changes[index] ?? cell}
              onInput={(event) => setChanges({ ...changes, [index]: event.currentTarget.value })}
            />
          </label>
        ))}
        <ProblemBox problem={actions.problem} />
        <div class="buttons">
          <button type="submit" class="main">
            Save
          </button>
          <button type="button" onClick={() => dialog.current?.close()}>
            Cancel
          </button>
        </div>
      </form>
    </dialog>
  );
}
