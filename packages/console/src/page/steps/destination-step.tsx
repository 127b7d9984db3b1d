import { useEffect, useState } from 'preact/hooks';
import type { ChoicesView, DestinationChoice, DestinationView } from '../../api/destination.ts';
import { ask, order, useActions } from '../client.ts';
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
  /** Hands over the credentials that were typed, and reads what there is with them. */
  const read = async (): Promise<boolean> => {
    const found = await ask<ChoicesView>('choices', { to: choice.to, credentials: typed, baseUrl: choice.baseUrl });
    setPlaces(found);
    setAll(await ask('destinations'));
    if (found.problem === undefined) setTyped({});
    return found.problem === undefined;
  };
  const choose = (to: string): void => {
    setChoice({ to, ...NEW, options: presetsOf(all.find(({ name }) => name === to)) });
    setPlaces(undefined);
    setTyped({});
  };
  const isTyped = Object.values(typed).some((value) => value !== '');
  const goOn = (): void =>
    run(async () => {
      if (isTyped && !(await read())) return;
      await order('destination', choice);
      go('Send');
    });
  const missing = destination && whatIsMissing(destination, choice, typed);
  const next = (
    <>
      <button type="button" class="main" disabled={destination === undefined || missing !== undefined} onClick={goOn}>
        Go on to send
      </button>
      {missing && <span>{missing}</span>}
    </>
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
          <CredentialFields
            key={destination.name}
            destination={destination}
            typed={typed}
            isRefused={places?.problem !== undefined}
            onType={setTyped}
          />
          {destination.options.length > 0 && (
            <button type="button" class={places === undefined ? 'main' : ''} onClick={() => run(read)}>
              Read what there is from {destination.name}
            </button>
          )}
          <ProblemBox problem={places?.problem} />
          {destination.options.map((option) => (
            <OptionField key={option.name} option={option} places={places} choice={choice} onChoose={setChoice} />
          ))}
          <MoreOptions key={destination.name} destination={destination} choice={choice} onChoose={setChoice} />
        </>
      )}
    </Step>
  );
}

/** What is still to be done here, in words. */
function whatIsMissing(
  destination: DestinationView,
  { options }: DestinationChoice,
  typed: Credentials,
): string | undefined {
  if (!hasCredentials(destination, typed)) return 'Type the credentials first.';
  const option = destination.options.find(({ name, isNeeded }) => isNeeded && !options[name]);
  return option && `First choose: ${option.text}.`;
}

const presetsOf = (destination: DestinationView | undefined): DestinationChoice['options'] =>
  Object.fromEntries(
    destination?.options.flatMap(({ name, preset }) => (preset === undefined ? [] : [[name, preset]])) ?? [],
  );
