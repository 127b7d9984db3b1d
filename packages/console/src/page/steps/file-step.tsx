import { useEffect, useState } from 'preact/hooks';
import type { LocalFile } from '../../api/file.ts';
import { ask, order, useActions } from '../client.ts';
import { Step } from '../parts.tsx';
import type { StepProps } from '../step-props.ts';
import { bytes } from '../words.ts';

/** Which file: one of the folder, or one that is dropped into the page. */
export function FileStep({ state, go }: StepProps) {
  const actions = useActions();
  const [files, setFiles] = useState<readonly LocalFile[] | undefined>();
  const [isOver, setOver] = useState(false);
  const { run } = actions;
  useEffect(() => run(async () => setFiles(await ask('files'))), []);
  const open = (path: string): void =>
    run(async () => {
      await order('file', { path });
      go('Columns');
    });
  const drop = (file: File | undefined): void => {
    if (file === undefined) return;
    run(async () => {
      await order(`file?${new URLSearchParams({ name: file.name, bytes: String(file.size) })}`, file, 'PUT');
      go('Columns');
    });
  };
  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    drop(event.dataTransfer?.files[0]);
  };
  return (
    <Step title="Choose a file of leads" actions={actions}>
      <p>CSV, Excel (.xlsx) or NDJSON. Nothing is sent before you say so in the last step.</p>
      {state.file && (
        <p class="notice">
          <b>{state.file.name}</b> is open.{' '}
          <button type="button" onClick={() => go('Columns')}>
            Go on with it
          </button>{' '}
          <button type="button" onClick={() => run(() => order('file', undefined, 'DELETE'))}>
            Close it
          </button>
        </p>
      )}
      <h3>
        Files in <code>{state.folder}</code>
      </h3>
      {files?.length === 0 && (
        <p>There is no file of leads in this folder. Start leadwire ui in the folder that has it.</p>
      )}
      <ul class="files">
        {files?.map(({ path, bytes: size, changedAt }) => (
          <li key={path}>
            <button type="button" onClick={() => open(path)}>
              <b>{path}</b>
              <span>
                {bytes(size)}, changed {new Date(changedAt).toLocaleString()}
              </span>
            </button>
          </li>
        ))}
      </ul>
      <h3>Or from elsewhere</h3>
      <label
        class={`drop ${isOver ? 'over' : ''}`}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={onDrop}
      >
        Drop a file here, or choose one
        <input
          type="file"
          accept=".csv,.tsv,.txt,.xlsx,.ndjson,.jsonl,.json"
          onClick={(event) => {
            event.currentTarget.value = ''; // the same name may be chosen again, after it was moved
          }}
          onChange={(event) => drop(event.currentTarget.files?.[0])}
        />
      </label>
      <p class="hint">
        No file is copied: each is read where it lies. One that you drop is looked for in the folder above and in your
        Downloads, Desktop and Documents, as a browser does not say where it lies.
      </p>
      {actions.isBusy && files !== undefined && <p role="status">Opening the file…</p>}
    </Step>
  );
}
