import type { ChatMessage } from '@leadwire/generated-autocalls';
import type { AssistantRow } from './assistant-row.ts';
import type { Variables } from './world.ts';

/** A chat, as long as it is kept. */
export interface ConversationRow {
  readonly id: string;
  readonly assistant: AssistantRow;
  readonly type: 'widget' | 'test' | 'api';
  /** The customer's id in a chat of generate-reply. */
  readonly customer: string | undefined;
  variables: Variables | undefined;
  readonly history: ChatMessage[];
  cost: number;
  isAiEnabled: boolean;
  readonly createdAt: number;
  updatedAt: number;
}
