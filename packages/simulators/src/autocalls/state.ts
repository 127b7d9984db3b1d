import type {
  ApiKey,
  Assistant,
  Call,
  Campaign,
  Conversation,
  Lead,
  PhoneNumber,
  SmsMessage,
} from '@leadwire/generated-autocalls';
import type { Collection } from '../framework/state/collection.ts';
import type { ResourceRecord } from '../framework/state/resource.ts';
import type { Assistants } from './assistants.ts';
import type { Calls } from './calls.ts';
import type { Campaigns } from './campaigns.ts';
import type { AnswerForms } from './options.ts';
import type { PhoneNumbers } from './phone-numbers.ts';
import type { WhatsApp } from './whatsapp.ts';

/** What a test sees and may do as `simulators.autocalls`. Collections are live. */
export interface AutocallsState {
  /** Secondary contacts are leads of their own, and stand here too. */
  readonly leads: Collection<number, Lead>;
  /** Holds campaign 1 at the start. */
  readonly campaigns: Collection<number, Campaign>;
  readonly calls: Collection<number, Call>;
  /** Holds the outbound assistant 1 at the start. */
  readonly assistants: Collection<number, Assistant>;
  readonly folders: Collection<number, ResourceRecord>;
  readonly labels: Collection<number, ResourceRecord>;
  readonly tools: Collection<number, ResourceRecord>;
  readonly knowledgebases: Collection<number, ResourceRecord>;
  readonly apiKeys: Collection<number, ApiKey>;
  /** Holds number 1 at the start. */
  readonly phoneNumbers: Collection<number, PhoneNumber>;
  readonly conversations: Collection<string, Conversation>;
  readonly sms: Collection<number, SmsMessage>;
  readonly whatsappMessages: WhatsApp['messages'];
  /** US dollars; may be set, to see the refusals of an account that has none left. */
  balance: number;
  readonly addCampaign: Campaigns['add'];
  readonly addAssistant: Assistants['add'];
  readonly addPhoneNumber: PhoneNumbers['add'];
  readonly endNextCalls: Calls['endNextCalls'];
  readonly ringLead: Calls['ringLead'];
  readonly customerWrites: WhatsApp['customerWrites'];
  /** Changes the form of the answers from now on; see `AnswerForms`. */
  answerAs(forms: Partial<AnswerForms>): void;
}
