import { useEffect, useState } from 'preact/hooks';
import type {
  ChoicesView,
  CredentialView,
  DestinationChoice,
  DestinationView,
  OptionView,
} from '../../api/destination.ts';
import { ask, useActions } from '../client.ts';
import { ProblemBox, Step } from '../parts.tsx';
import type { StepProps } from '../step-props.ts';

/** Credentials that were typed stay in the page until they are handed to the server. */
type Credentials = Readonly<Record<string, string>>;

const NEW: Omit<DestinationChoice, 'to'> = { options: {}, onExisting: 'keep', checkExisting: false };

/** Where the leads go: the provider, the account, and the list, campaign or team. */
export function DestinationStep({ state, go }: StepProps) {
  const actions = useActions();
  const [all, setAll] = useState<readonly DestinationView[]>([]);
  const [choice, setChoice] = useState<DestinationChoice>(state.destination ?? { to: '', ...NEW });
  const [typed, setTyped] = useState<Credentials>({});
  const [places, setPlaces] = useState<ChoicesView | undefined>();
  const { run } = actions;
  useEffect(() => run(async () => setAll(await ask('destinations'))), []);
  const destination = all.find(({ name }) => name === choice.to);
  const read = (): void =>
    run(async () => {
      setPlaces(await ask('choices', { to: choice.to, credentials: typed, baseUrl: choice.baseUrl }));
      setTyped({});
      setAll(await ask('destinations'));
    });
  const choose = (to: string): void => {
    setChoice({ to, ...NEW });
    setPlaces(undefined);
  };
  const isReady = destination !== undefined && hasCredentials(destination);
  const go5 = (): void =>
    run(async () => {
      await ask('destination', choice);
      go('Send');
    });
  const missing = destination?.options.some(({ name, isNeeded }) => isNeeded && !choice.options[name]);
  const next = (
    <button type="button" class="main" disabled={!isReady || missing} onClick={go5}>
      Go on to send
    </button>
  );
  return (
    <Step title="Where do the leads go?" actions={actions} footer={next}>
      <label class="field">
        Provider
        <select value={choice.to} onChange={(event) => choose(event.currentTarget.value)}>
          <option value="" disabled>
            Choose one
          </option>
          {all.map(({ name }) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </select>
      </label>
      {destination?.callsAtOnce && <p class="notice">{destination.name} may call people as soon as it has them.</p>}
      {destination && (
        <>
          <CredentialFields destination={destination} typed={typed} onType={setTyped} />
          <button type="button" class={places === undefined ? 'main' : ''} onClick={read}>
            {destination.options.length > 0 ? `Read what there is from ${destination.name}` : 'Take these credentials'}
          </button>
          <ProblemBox problem={places?.problem} />
          {destination.options.map((option) => (
            <OptionField key={option.name} option={option} places={places} choice={choice} onChoose={setChoice} />
          ))}
          <MoreOptions destination={destination} choice={choice} onChoose={setChoice} />
        </>
      )}
    </Step>
  );
}

const hasCredentials = ({ ids, secrets }: DestinationView): boolean =>
  ids.every(({ isSet }) => isSet) && secrets.some((set) => set.every(({ isSet }) => isSet));

interface CredentialFieldsProps {
  readonly destination: DestinationView;
  readonly typed: Credentials;
  readonly onType: (typed: Credentials) => void;
}

function CredentialFields({ destination, typed, onType }: CredentialFieldsProps) {
  const { ids, secrets } = destination;
  const isSet = hasCredentials(destination);
  const field = ({ variable, where, isSet }: CredentialView) => (
    <label class="field" key={variable}>
      {variable}
      <input
        type="password"
        autocomplete="off"
        value={typed[variable] ?? ''}
        placeholder={isSet ? 'is set; type another one to replace it' : ''}
        onInput={(event) => onType({ ...typed, [variable]: event.currentTarget.value })}
      />
      <small>{where}</small>
    </label>
  );
  return (
    <details open={!isSet}>
      <summary>{isSet ? 'Credentials are set' : 'Credentials'}</summary>
      <p class="hint">Read from the environment, or typed here and kept in memory until leadwire ui ends.</p>
      {ids.map(field)}
      {secrets.map((set, index) => (
        <div key={set[0]?.variable}>
          {index > 0 && <p>or</p>}
          {set.map(field)}
        </div>
      ))}
    </details>
  );
}

interface OptionFieldProps {
  readonly option: OptionView;
  readonly places: ChoicesView | undefined;
  readonly choice: DestinationChoice;
  readonly onChoose: (choice: DestinationChoice) => void;
}

function OptionField({ option: { name, text, value, isNeeded }, places, choice, onChoose }: OptionFieldProps) {
  const set = (given: string | boolean): void => onChoose({ ...choice, options: { ...choice.options, [name]: given } });
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
          <select value={String(chosen ?? '')} onChange={(event) => set(event.currentTarget.value)}>
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

interface MoreOptionsProps {
  readonly destination: DestinationView;
  readonly choice: DestinationChoice;
  readonly onChoose: (choice: DestinationChoice) => void;
}

function MoreOptions({ destination, choice, onChoose }: MoreOptionsProps) {
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
          value={choice.rate ?? ''}
          placeholder="the limit of the provider"
          onInput={(event) => onChoose({ ...choice, rate: Number(event.currentTarget.value) || undefined })}
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
