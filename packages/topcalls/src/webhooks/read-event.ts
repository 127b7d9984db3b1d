import { integer, isRecord, listOf, nullable, number, shape, text } from '@leadwire/core/webhooks';
import type { TranscriptLine } from '@leadwire/generated-topcalls';
import type {
  CallEvent,
  CallNotice,
  CampaignEvent,
  CampaignNotice,
  CompletedCall,
  LeadEvent,
  LeadNotice,
  TopcallsEvent,
} from './events.ts';

/** Whatever came, as one of the events: by the name in the body, else by the one that you gave, else by how the call stands. */
export function readEvent(raw: unknown, given: string | undefined): TopcallsEvent {
  if (!isRecord(raw)) return { type: 'unknown', raw };
  const name = 'event' in raw ? raw.event : (given ?? nameByStatus(raw));
  return (typeof name === 'string' ? readNamed(name, raw) : undefined) ?? { type: 'unknown', raw };
}

function readNamed(name: string, raw: unknown): TopcallsEvent | undefined {
  if (name === 'call.completed' || name.startsWith(COMPLETED_AS)) {
    const data = readCompletedCall(raw);
    return data && { type: 'call.completed', name, data: withDisposition(data, name), raw };
  }
  if (isOneOf(CALL_EVENTS, name)) return { type: name, name, data: readCallNotice(raw) ?? {}, raw };
  if (isOneOf(CAMPAIGN_EVENTS, name)) return { type: name, name, data: readCampaignNotice(raw) ?? {}, raw };
  if (isOneOf(LEAD_EVENTS, name)) return { type: name, name, data: readLeadNotice(raw) ?? {}, raw };
  return undefined;
}

const COMPLETED_AS = 'call.completed.';
const CALL_EVENTS: readonly CallEvent['type'][] = ['call.queued', 'call.started', 'call.failed', 'call.transferred'];
const LEAD_EVENTS: readonly LeadEvent['type'][] = ['lead.status_changed'];
const CAMPAIGN_EVENTS: readonly CampaignEvent['type'][] = [
  'campaign.started',
  'campaign.activated',
  'campaign.paused',
  'campaign.resumed',
  'campaign.completed',
  'campaign.stopped',
];

const isOneOf = <Name extends string>(names: readonly Name[], name: string): name is Name =>
  (names as readonly string[]).includes(name);

/** A delivery is not known to name its event. Of a call that stands so, only one event can be meant; that they go together is inferred. */
const EVENT_BY_STATUS = new Map<unknown, string>([
  ['completed', 'call.completed'],
  ['failed', 'call.failed'],
  ['queued', 'call.queued'],
]);

function nameByStatus(raw: Record<string, unknown>): string | undefined {
  if (!('call_id' in raw)) return undefined;
  const isOver = raw.status === undefined && ('transcript' in raw || 'call_summary' in raw);
  return isOver ? 'call.completed' : EVENT_BY_STATUS.get(raw.status);
}

/** The disposition that the body tells, else the one in the event's name. */
function withDisposition(data: CompletedCall, name: string): CompletedCall {
  const named = name.startsWith(COMPLETED_AS) ? name.slice(COMPLETED_AS.length) : '';
  return named === '' || typeof data.disposition === 'string' ? data : { ...data, disposition: named };
}

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

const readCompletedCall = shape<CompletedCall>(call, ['call_id']);
const readCallNotice = shape<CallNotice>(call);
const readCampaignNotice = shape<CampaignNotice>({ campaign_id: text });
const readLeadNotice = shape<LeadNotice>({ lead_id: text });
