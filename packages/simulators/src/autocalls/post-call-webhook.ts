import type { PostCallWebhook, TranscriptEntry } from '@leadwire/generated-autocalls';
import type { CallRow } from './call-row.ts';
import { type CampaignRow, WEEK } from './campaigns.ts';
import { isoTime } from './times.ts';
import type { World } from './world.ts';

/** The transcript of a completed call: the assistant's first words, and a reply. */
export function transcriptOf(row: CallRow): TranscriptEntry[] {
  const at = row.createdAt / 1000;
  return [
    { text: row.assistant.initial_message ?? 'Hello.', type: 'transcript', sender: 'bot', timestamp: at + 1 },
    { text: 'Hello.', type: 'transcript', sender: 'human', timestamp: at + 3.5 },
  ];
}

export const spoken = (transcript: readonly TranscriptEntry[]): string =>
  transcript.map(({ sender, text }) => `${sender === 'bot' ? 'AI' : 'Customer'}: ${text}`).join('\n');

function extracted(row: CallRow): Record<string, unknown> {
  const { post_call_evaluation: evaluates = true, post_call_schema: fields = [] } = row.assistant;
  if (!evaluates) return {};
  const sample = { string: 'example', number: 1, bool: true };
  return {
    status: row.status === 'completed',
    summary: 'The customer listened.',
    ...Object.fromEntries(fields.map(({ name, type }) => [name, sample[type]])),
  };
}

/** The body for the assistant's webhook after a call has ended. */
export function postCallBody(world: World, row: CallRow, campaign: CampaignRow | undefined): PostCallWebhook {
  const transcript = row.status === 'completed' ? transcriptOf(row) : [];
  const { lead } = row;
  return {
    id: row.id,
    customer_phone: row.phone,
    assistant_phone: row.from,
    duration: row.duration,
    status: row.status,
    extracted_variables: world.map(extracted(row)),
    input_variables: world.map(row.variables),
    transcript,
    formatted_transcript: spoken(transcript),
    created_at: isoTime(row.createdAt),
    finished_at: isoTime(row.updatedAt),
    ...(row.assistant.record === true &&
      row.assistant.include_recording_in_webhook !== false && {
        recording_url: `https://recordings.example.com/${row.id}.mp3`,
      }),
    ...(lead !== undefined && {
      lead: {
        id: lead.id,
        phone_number: lead.phone,
        variables: world.map(lead.variables),
        status: lead.status,
        call_tries: lead.tries,
        created_at: isoTime(lead.createdAt),
        updated_at: isoTime(lead.updatedAt),
        ...(campaign !== undefined && { campaign: campaignOf(campaign) }),
      },
    }),
  };
}

function campaignOf({ id, settings, status, createdAt, updatedAt }: CampaignRow) {
  return {
    id,
    name: settings.name,
    // The webhook says `active` where the API says `in-progress`.
    status: status === 'in-progress' ? 'active' : status,
    allowed_hours_start_time: settings.allowed_hours_start_time ?? '00:00',
    allowed_hours_end_time: settings.allowed_hours_end_time ?? '23:59',
    allowed_days: settings.allowed_days ?? [...WEEK],
    max_calls_in_parallel: settings.max_calls_in_parallel ?? 3,
    max_retries: settings.max_retries ?? 3,
    retry_interval: settings.retry_interval ?? 60,
    created_at: isoTime(createdAt),
    updated_at: isoTime(updatedAt),
  };
}
