import { useEffect, useState } from 'preact/hooks';
import type { ColumnView, FileView, SampleRow } from '../../api/file.ts';
import { type Actions, ask, order, useActions } from '../client.ts';
import { Notices, Reveal, Step } from '../parts.tsx';
import type { StepProps } from '../step-props.ts';
import { fieldName, flag, REGIONS } from '../words.ts';

/** What each column fills, over the first rows. */
export function ColumnsStep({ state, go }: StepProps) {
  const actions = useActions();
  const [rows, setRows] = useState<readonly SampleRow[]>([]);
  const [reveal, setReveal] = useState(false);
  const { file } = state;
  useEffect(() => {
    ask<readonly SampleRow[]>(`sample${reveal ? '?reveal=1' : ''}`).then(setRows, () => undefined);
  }, [reveal, JSON.stringify(file)]);
  if (file === undefined) return null;
  const columns = recognisedFirst(file);
  const isStopped = file.doubts.some(({ stops }) => stops);
  const next = (
    <>
      <button type="button" class="main" disabled={isStopped} onClick={() => go('Check')}>
        Check the rows
      </button>
      {isStopped && <span>Answer the question above first.</span>}
    </>
  );
  return (
    <Step title="What is in which column?" actions={actions} footer={next}>
      <FileFacts file={file} />
      <HeaderLine actions={actions} />
      <Doubts file={file} actions={actions} />
      <SheetSelect file={file} actions={actions} />
      <CountrySelect file={file} actions={actions} />
      <Reveal isOn={reveal} onChange={setReveal} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keyboard */}
      <section class="sheet" tabIndex={0} aria-label="The first rows of the file">
        <table style={{ '--rows': file.columns.length + 1 }}>
          <thead>
            <tr>
              <th scope="col">Will be dialled</th>
              {columns.map((column) => (
                <th scope="col" key={column.index}>
                  <ColumnHead column={column} file={file} actions={actions} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ row, cells, dialled, region = '', problem }) => (
              <tr key={row}>
                <th scope="row" class={problem ? 'rejected' : ''}>
                  {dialled ? `${flag(region)} ${region} ${dialled}`.trim() : `Row ${row}: ${problem}`}
                </th>
                {columns.map(({ index, use }) => (
                  <td key={index} class={use === '' ? 'unused' : ''}>
                    {cells[index]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Step>
  );
}

function FileFacts({ file }: { readonly file: FileView }) {
  const facts = [file.format, file.sheet && `sheet ${file.sheet}`, file.encoding, file.profile].filter(Boolean);
  return (
    <>
      <p>
        <b title={file.path}>{file.name}</b> · {facts.join(' · ')}
      </p>
      <Notices notices={file.notices} />
    </>
  );
}

function Doubts({ file, actions }: { readonly file: FileView; readonly actions: Actions }) {
  return (
    <>
      {file.doubts.map(({ question, answers, stops }, doubt) => (
        <fieldset class="question" key={question}>
          <legend>{stops ? 'Only you can tell' : 'Worth a look'}</legend>
          <p>{question}</p>
          <div class="buttons">
            {answers.map((label, answer) => (
              <button type="button" key={label} onClick={() => actions.run(() => order('answer', { doubt, answer }))}>
                {label}
              </button>
            ))}
          </div>
        </fieldset>
      ))}
    </>
  );
}

/** What was recognised is seen first, however many columns there are. */
const recognisedFirst = ({ columns }: FileView): readonly ColumnView[] =>
  columns.toSorted((one, other) => Number(one.guess === '') - Number(other.guess === ''));

function HeaderLine({ actions }: { readonly actions: Actions }) {
  return (
    <details>
      <summary>The names of the columns are in another line</summary>
      <label class="field">
        Line of the file that names the columns
        <input
          type="number"
          min="1"
          onChange={({ currentTarget: { value } }) =>
            actions.run(() => order('columns', { skipLines: Number(value) - 1 }))
          }
        />
        <small>Columns that you chose and cells that you edited are read anew.</small>
      </label>
    </details>
  );
}

function SheetSelect({ file, actions }: { readonly file: FileView; readonly actions: Actions }) {
  if (file.sheets.length < 2) return null;
  return (
    <p>
      <label>
        Sheet of the workbook{' '}
        <select
          value={file.sheet}
          onChange={(event) => {
            const sheet = event.currentTarget.value;
            actions.run(() => order('columns', { sheet }));
          }}
        >
          {file.sheets.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      </label>{' '}
      <small>Columns that you chose and cells that you edited belong to one sheet.</small>
    </p>
  );
}

function CountrySelect({ file, actions }: { readonly file: FileView; readonly actions: Actions }) {
  return (
    <p>
      <label>
        Country of phones that are written without +{' '}
        <select
          value={file.country ?? ''}
          onChange={(event) => {
            const country = event.currentTarget.value;
            actions.run(() => order('columns', { country }));
          }}
        >
          <option value="">none: such phones are not sent</option>
          {REGIONS.map(({ code, name }) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </select>
      </label>
    </p>
  );
}

interface ColumnHeadProps {
  readonly column: ColumnView;
  readonly file: FileView;
  readonly actions: Actions;
}

function ColumnHead({ column, file, actions }: ColumnHeadProps) {
  const { index, name, use } = column;
  const [refused, setRefused] = useState(0);
  const choose = (chosen: string): void =>
    actions.run(async () => {
      // What was refused is taken back, in the select too.
      await order('columns', { column: { index, use: chosen } }).finally(() => setRefused(refused + 1));
    });
  if (name === '') return <span class="unused">(no name)</span>;
  const own = [`fields.${name}`, ...(use === 'do-not-call' ? [use] : [])];
  const uses = [...new Set(['', ...file.fields, 'country', 'key', ...own, use])];
  return (
    <label>
      <span class="name">{name}</span>
      <select key={refused} value={use} onChange={(event) => choose(event.currentTarget.value)}>
        {uses.map((each) => (
          <option key={each} value={each}>
            {fieldName(each)}
          </option>
        ))}
      </select>
      <small>{whyOf(column)}</small>
    </label>
  );
}

const WHY = {
  name: 'guessed from its name',
  cells: 'guessed from its cells',
  profile: 'known from this kind of export',
};

function whyOf(column: ColumnView): string {
  const { turn } = column;
  if (turn === undefined) return reasonOf(column);
  return `${reasonOf(column)}; ${turn === 1 ? 'tried first' : `number ${turn} to be tried`}`;
}

function reasonOf({ use, guess, why, passedOverFor }: ColumnView): string {
  if (use !== guess) return guess === '' ? 'chosen by you' : `chosen by you; the guess was ${fieldName(guess)}`;
  if (use !== '') return why === undefined ? '' : WHY[why];
  return passedOverFor === undefined ? 'nothing was recognised' : `could be ${fieldName(passedOverFor)} too`;
}
