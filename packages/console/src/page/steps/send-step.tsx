import { useState } from 'preact/hooks';
import type { SendView } from '../../api/send.ts';
import type { ConsoleState } from '../../api/state.ts';
import { order, useActions } from '../client.ts';
import { Notices, Step } from '../parts.tsx';
import type { PartProps, StepProps } from '../step-props.ts';
import { count } from '../words.ts';
import { Running } from './send/running.tsx';

/** Sends, and shows the outcome of each row. */
export function SendStep(props: StepProps) {
  const actions = useActions();
  const { send, destination } = props.state;
  const isBefore = send === undefined || send.state === 'interrupted';
  return (
    <Step key={String(isBefore)} title={isBefore ? 'Send' : titleOf(send, destination?.to ?? '')} actions={actions}>
      {isBefore ? <Before {...props} actions={actions} /> : <Running {...props} send={send} actions={actions} />}
    </Step>
  );
}

function titleOf({ state, problem }: SendView, to: string): string {
  if (state !== 'ended') return `Sending to ${to}`;
  return problem === undefined ? `Sent to ${to}` : `Stopped before the end: ${to}`;
}

function Before({ state, go, actions }: PartProps) {
  const [isSure, setSure] = useState(false);
  const { check, destination, send, file } = state;
  if (destination === undefined || check === undefined) return null;
  const isInterrupted = send !== undefined;
  const start = (): void => actions.run(() => order('send', { version: state.rowsVersion }));
  const what = isInterrupted ? 'Resume' : `Send ${count(check.ready, 'lead')}`;
  return (
    <>
      <p>
        {isInterrupted
          ? `The import of ${file?.name} to ${destination.to} was ended before its last row. What was sent is recorded: Resume sends the rest.`
          : `${count(check.ready, 'lead')} of ${file?.name} will be sent to ${destination.to}.`}
      </p>
      <Where state={state} />
      <Notices notices={state.beforeSending} />
      {check.doubt && (
        <label class="check problem">
          <input type="checkbox" checked={isSure} onChange={(event) => setSure(event.currentTarget.checked)} />
          {check.doubt} I have looked at them, and send them all the same.
        </label>
      )}
      <div class="buttons">
        <button
          type="button"
          class="main"
          disabled={actions.isBusy || check.state !== 'done' || (check.doubt !== undefined && !isSure)}
          onClick={start}
        >
          {what}
        </button>
        <button type="button" onClick={() => go('Destination')}>
          Change the destination
        </button>
      </div>
    </>
  );
}

/** `campaignId` as `campaign id`. */
const inWords = (name: string): string => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

function Where({ state: { destination, check } }: { readonly state: ConsoleState }) {
  if (destination === undefined) return null;
  const { options, labels = {}, account, baseUrl, rate, onExisting, checkExisting } = destination;
  const places = Object.entries(options).filter(([, value]) => value !== '' && value !== false);
  const facts: readonly (readonly [name: string, value: string | undefined])[] = [
    ...places.map(([name, value]) => [inWords(name), placeOf(labels[name], value)] as const),
    ['account', account],
    ['address', baseUrl],
    ['most requests a second', rate?.toLocaleString('en')],
    ['not sent', count((check?.rows ?? 0) - (check?.ready ?? 0), 'row')],
    ['a row that was sent before', 'is not sent again'],
    ['a lead that is there already', onExisting === 'update' ? 'is updated' : 'is kept as it is'],
    ['each phone', checkExisting ? 'is looked up before its lead is created' : undefined],
  ];
  return (
    <dl>
      {facts.map(([name, value]) =>
        value === undefined ? null : (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}

/** By its name, as it was chosen, and the id that is sent. */
function placeOf(label: string | undefined, value: string | number | boolean): string {
  if (value === true) return 'yes';
  return label === undefined ? String(value) : `${label} (${value})`;
}
