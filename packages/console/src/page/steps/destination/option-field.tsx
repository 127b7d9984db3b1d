import type { Choice, ChoicesView, DestinationChoice, OptionView } from '../../../api/destination.ts';

interface OptionFieldProps {
  readonly option: OptionView;
  readonly places: ChoicesView | undefined;
  readonly choice: DestinationChoice;
  readonly onChoose: (choice: DestinationChoice) => void;
}

/** A list, a campaign or a team: chosen from what there is, or typed. */
export function OptionField({ option: { name, text, value, isNeeded }, places, choice, onChoose }: OptionFieldProps) {
  const set = (given: string | boolean, label?: string): void => {
    const { [name]: _before, ...labels } = choice.labels ?? {};
    const options = { ...choice.options, [name]: given };
    onChoose({ ...choice, options, labels: label === undefined ? labels : { ...labels, [name]: label } });
  };
  const chosen = choice.options[name];
  const found = places?.choices[name];
  const label = `${text[0]?.toUpperCase()}${text.slice(1)}`;
  if (value === 'none')
    return (
      <label class="check">
        <input type="checkbox" checked={chosen === true} onChange={(event) => set(event.currentTarget.checked)} />
        {label}
      </label>
    );
  return (
    <>
      {found !== undefined && found.length > 0 && (
        <label class="field">
          {label}
          <select
            value={String(chosen ?? '')}
            onChange={({ currentTarget: { value } }) => set(value, labelOf(found, value))}
          >
            <option value="">{isNeeded ? 'Choose one' : 'none'}</option>
            {found.map((each) => (
              <option key={each.value} value={String(each.value)}>
                {each.label}
              </option>
            ))}
          </select>
        </label>
      )}
      <label class="field">
        {found !== undefined && found.length > 0 ? 'or its id' : `${label}: its id, as the dashboard shows it`}
        <input value={String(chosen ?? '')} onInput={(event) => set(event.currentTarget.value.trim())} />
      </label>
    </>
  );
}

const labelOf = (found: readonly Choice[], chosen: string): string | undefined =>
  found.find(({ value }) => String(value) === chosen)?.label;
