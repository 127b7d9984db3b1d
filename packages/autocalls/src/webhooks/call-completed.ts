import { either, integer, isRecord, listOf, map, nullable, number, shape, text } from '@leadwire/core/webhooks';
import type { PostCallCampaign, TranscriptEntry } from '@leadwire/generated-autocalls';
import type { CallCompletedEvent, CalledLead, CallTransfer, CompletedCall } from './events.ts';

/** One text in old deliveries, a list of turns in newer ones. */
const transcript = nullable(
  either(text, listOf(shape<TranscriptEntry>({ text, type: text, sender: text, timestamp: number }))),
);

const campaign = shape<NonNullable<PostCallCampaign>>({
  id: integer,
  name: text,
  status: text,
  allowed_hours_start_time: text,
  allowed_hours_end_time: text,
  allowed_days: listOf(text),
  max_calls_in_parallel: integer,
  max_retries: integer,
  retry_interval: integer,
  created_at: text,
  updated_at: text,
});

const lead = shape<CalledLead>({
  id: integer,
  phone_number: text,
  variables: map,
  status: text,
  call_tries: integer,
  created_at: text,
  updated_at: text,
  campaign: nullable(campaign),
});

const transfer = shape<CallTransfer>({
  id: integer,
  status: text,
  transfer_to: nullable(text),
  duration: nullable(integer),
  carrier_cost: nullable(number),
  transcript,
  formatted_transcript: nullable(text),
  recording_url: nullable(text),
  created_at: text,
  finished_at: nullable(text),
});

const call = shape<CompletedCall>({
  id: integer,
  customer_phone: nullable(text),
  assistant_phone: nullable(text),
  duration: nullable(integer),
  status: text,
  extracted_variables: map,
  input_variables: map,
  transcript,
  formatted_transcript: nullable(text),
  recording_url: nullable(text),
  created_at: text,
  finished_at: text,
  lead: nullable(lead),
  transfers: listOf(transfer),
});

/** Fields that only a call has which is over. */
const MARKS = ['finished_at', 'duration', 'transcript', 'formatted_transcript', 'extracted_variables'];

/** A body that does not name its event is a finished call when it has the fields of one; old ones have no id. */
export function readCallCompleted(raw: unknown): CallCompletedEvent | undefined {
  if (!isRecord(raw) || isChat(raw)) return undefined;
  if (!('id' in raw || 'status' in raw) || !MARKS.some((mark) => mark in raw)) return undefined;
  const data = call(raw);
  return data && { type: 'call.completed', data: withVariables(data), raw };
}

const isChat = (raw: Record<string, unknown>): boolean =>
  'message_count' in raw || (raw.conversation_id !== undefined && raw.conversation_id !== null);

/** A delivery may leave its variables out: then there are none. */
export const withVariables = <Data extends object>(data: Data): Data => ({
  extracted_variables: {},
  input_variables: {},
  ...data,
});
