import type { AssistantSettings } from './assistants.ts';
import type { LeadRow } from './lead-store.ts';
import type { Variables } from './world.ts';

/** How a call may end. */
export type CallEnd = 'completed' | 'no-answer' | 'busy' | 'failed' | 'ended_by_customer' | 'ended_by_assistant';

/** A call, from its order to its end. */
export interface CallRow {
  readonly id: number;
  readonly assistant: AssistantSettings;
  readonly phone: string;
  readonly from: string | null;
  readonly variables: Variables | undefined;
  readonly lead: LeadRow | undefined;
  status: 'initiated' | CallEnd;
  /** Seconds. */
  duration: number;
  readonly createdAt: number;
  updatedAt: number;
}
