import { integer, listOf, nullable, number, type Reader, shape, text } from '@leadwire/core/webhooks';
import type { TranscriptLine } from '@leadwire/generated-topcalls';
import type { CallNotice, CampaignNotice, CompletedCall, LeadNotice } from './events.ts';

const call = {
  call_id: text,
  phone_number: nullable(text),
  from_phone_number: nullable(text),
  status: text,
  call_status: nullable(text),
  duration: nullable(number),
  transcript: nullable(listOf(shape<TranscriptLine>({ id: integer, user: text, text, created_at: text }))),
  recording_url: nullable(text),
  call_summary: nullable(text),
  answered_by: nullable(text),
  campaign_id: nullable(text),
  lead_id: nullable(text),
  created_at: text,
  started_at: nullable(text),
  disposition: nullable(text),
};

export const readCompletedCall: Reader<CompletedCall> = shape<CompletedCall>(call, ['call_id']);
export const readCallNotice: Reader<CallNotice> = shape<CallNotice>(call);
export const readCampaignNotice: Reader<CampaignNotice> = shape<CampaignNotice>({ campaign_id: text });
export const readLeadNotice: Reader<LeadNotice> = shape<LeadNotice>({ lead_id: text });
