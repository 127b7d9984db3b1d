import type { ConsoleState } from '../api/state.ts';
import type { Actions } from './client.ts';

export const STEPS = ['File', 'Columns', 'Check', 'Destination', 'Send'] as const;
export type StepName = (typeof STEPS)[number] | 'History';

export interface StepProps {
  readonly state: ConsoleState;
  readonly go: (step: StepName) => void;
}

/** Of a part of a step, which shares its actions. */
export interface PartProps extends StepProps {
  readonly actions: Actions;
}
