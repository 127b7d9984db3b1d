import { useEffect, useState } from 'preact/hooks';
import type { ConsoleState } from '../api/state.ts';
import { GONE, useServerState } from './client.ts';
import { ProblemBox } from './parts.tsx';
import { STEPS, type StepName } from './step-props.ts';
import { CheckStep } from './steps/check-step.tsx';
import { ColumnsStep } from './steps/columns-step.tsx';
import { DestinationStep } from './steps/destination-step.tsx';
import { FileStep } from './steps/file-step.tsx';
import { HistoryStep } from './steps/history-step.tsx';
import { SendStep } from './steps/send-step.tsx';

const VIEWS = {
  File: FileStep,
  Columns: ColumnsStep,
  Check: CheckStep,
  Destination: DestinationStep,
  Send: SendStep,
  History: HistoryStep,
};

/** The whole page: five steps, and the imports before. The step is in the address, for a reload and the buttons of the browser. */
export function App() {
  const { state, isGone } = useServerState();
  const [wanted, want] = useState(stepInAddress);
  useEffect(() => {
    const onHash = (): void => want(stepInAddress());
    addEventListener('hashchange', onHash);
    return () => removeEventListener('hashchange', onHash);
  }, []);
  useEffect(() => {
    if (state === undefined || wanted !== undefined) return;
    history.replaceState(null, '', `#${startingStep(state)}`);
    want(stepInAddress());
  }, [state, wanted]);
  if (state === undefined || wanted === undefined)
    return <main>{isGone ? <ProblemBox problem={GONE} /> : <p>Loading…</p>}</main>;
  const step = wanted === 'History' ? wanted : (STEPS[Math.min(STEPS.indexOf(wanted), furthest(state))] ?? 'File');
  const View = VIEWS[step];
  return (
    <>
      <header>
        <h1>Import leads</h1>
        <nav aria-label="Steps">
          <ol>
            {STEPS.map((name, index) => (
              <li key={name}>
                <button
                  type="button"
                  aria-current={name === step ? 'step' : undefined}
                  disabled={index > furthest(state)}
                  onClick={() => go(name)}
                >
                  {name}
                </button>
              </li>
            ))}
          </ol>
          <button type="button" aria-current={step === 'History' ? 'page' : undefined} onClick={() => go('History')}>
            Earlier imports
          </button>
        </nav>
      </header>
      <main>
        <ProblemBox problem={isGone ? GONE : state.problem} />
        <View key={step} state={state} go={go} />
      </main>
      <footer>Everything runs on this machine. Only requests to the provider that you choose leave it.</footer>
    </>
  );
}

const go = (step: StepName): void => {
  location.hash = step;
};

const stepInAddress = (): StepName | undefined =>
  [...STEPS, 'History' as const].find((step) => location.hash === `#${step}`);

/** Where an import that was begun goes on. */
function startingStep({ file, send, destination }: ConsoleState): StepName {
  if (send !== undefined) return 'Send';
  if (destination !== undefined) return 'Destination';
  return file === undefined ? 'File' : 'Columns';
}

/** Steps behind this one have nothing to show yet. */
function furthest({ file, check, destination, send }: ConsoleState): number {
  if (file === undefined) return 0;
  if (send !== undefined) return 4;
  if (file.doubts.some(({ stops }) => stops) || check === undefined || check.ready === 0) return check ? 2 : 1;
  return destination === undefined ? 3 : 4;
}
