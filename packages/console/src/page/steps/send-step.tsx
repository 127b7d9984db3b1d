import { useState } from 'preact/hooks';
import type { CheckView } from '../../api/rows.ts';
import type { SendView } from '../../api/send.ts';
import type { ConsoleState } from '../../api/state.ts';
import { ask, useActions } from '../client.ts';
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
    <Step title={isBefore ? 'Send' : titleOf(send, destination?.to ?? '')} actions={actions}>
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
  const start = (): void => actions.run(() => ask('send', destination));
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
          disabled={actions.isBusy || isReading(check) || (check.doubt !== undefined && !isSure)}
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

const isReading = ({ state }: CheckView): boolean => state === 'reading';

/** `campaignId` as `campaign id`. */
const inWords = (name: string): string => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

function Where({ state: { destination, check } }: { readonly state: ConsoleState }) {
  const options = Object.entries(destination?.options ?? {}).filter(([, value]) => value !== '' && value !== false);
  return (
    <dl>
      {options.map(([name, value]) => (
        <div key={name}>
          <dt>{inWords(name)}</dt>
          <dd>{String(value)}</dd>
        </div>
      ))}
      <div>
        <dt>not sent</dt>
        <dd>{count((check?.rows ?? 0) - (check?.ready ?? 0), 'row')}</dd>
      </div>
      <div>
        <dt>a lead that is there already</dt>
        <dd>{destination?.onExisting === 'update' ? 'is updated' : 'is kept as it is'}</dd>
      </div>
    </dl>
  );
}
