import type { DestinationChoice, DestinationView } from '../../../api/destination.ts';

interface MoreOptionsProps {
  readonly destination: DestinationView;
  readonly choice: DestinationChoice;
  readonly onChoose: (choice: DestinationChoice) => void;
}

/** What few imports need: updates, look-ups, a rate, another account or address. */
export function MoreOptions({ destination, choice, onChoose }: MoreOptionsProps) {
  return (
    <details>
      <summary>More</summary>
      <label class="field">
        A lead that the provider has already
        <select
          value={choice.onExisting}
          onChange={(event) => onChoose({ ...choice, onExisting: event.currentTarget.value as 'keep' | 'update' })}
        >
          <option value="keep">is kept as it is</option>
          <option value="update">is updated with the details of the file</option>
        </select>
      </label>
      <label class="check">
        <input
          type="checkbox"
          checked={choice.checkExisting}
          onChange={(event) => onChoose({ ...choice, checkExisting: event.currentTarget.checked })}
        />
        Look each phone up before it is created, where the provider would make a second lead
      </label>
      <label class="field">
        Most requests a second
        <input
          type="number"
          min="0.1"
          max="1000"
          step="any"
          defaultValue={choice.rate}
          placeholder="the limit of the provider"
          onInput={(event) => onChoose({ ...choice, rate: rateOf(event.currentTarget.value) })}
        />
      </label>
      <label class="field">
        Name of the account
        <input
          value={choice.account ?? ''}
          placeholder="default"
          onInput={(event) => onChoose({ ...choice, account: event.currentTarget.value.trim() || undefined })}
        />
        <small>
          Each account has a record of what was sent. Give "default" to say that a new key belongs to the account as
          before, and another name for another account.
        </small>
      </label>
      <label class="field">
        Address in place of the provider's own
        <input
          value={choice.baseUrl ?? ''}
          placeholder={destination.baseUrl ?? ''}
          onInput={(event) => onChoose({ ...choice, baseUrl: event.currentTarget.value.trim() || undefined })}
        />
      </label>
    </details>
  );
}

const rateOf = (text: string): number | undefined => (text === '' ? undefined : Number(text));
