import { useEffect, useState } from 'preact/hooks';
import type { ChoicesView, DestinationChoice, DestinationView } from '../../api/destination.ts';
import { ask, useActions } from '../client.ts';
import { ProblemBox, Step } from '../parts.tsx';
import type { StepProps } from '../step-props.ts';
import { CredentialFields, type Credentials, hasCredentials } from './destination/credential-fields.tsx';
import { MoreOptions } from './destination/more-options.tsx';
import { OptionField } from './destination/option-field.tsx';

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
    setChoice({ to, ...NEW, options: presetsOf(all.find(({ name }) => name === to)) });
    setPlaces(undefined);
  };
  const isReady = destination !== undefined && hasCredentials(destination);
  const goOn = (): void =>
    run(async () => {
      await ask('destination', choice);
      go('Send');
    });
  const missing = destination?.options.some(({ name, isNeeded }) => isNeeded && !choice.options[name]);
  const next = (
    <button type="button" class="main" disabled={!isReady || missing} onClick={goOn}>
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

const presetsOf = (destination: DestinationView | undefined): DestinationChoice['options'] =>
  Object.fromEntries(
    destination?.options.flatMap(({ name, preset }) => (preset === undefined ? [] : [[name, preset]])) ?? [],
  );
