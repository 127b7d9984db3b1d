import { isRecord, partialReaderOf, readerOf } from '@leadwire/core/webhooks';
import { schemas } from '@leadwire/generated-topcalls';
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

type Body = Readonly<Record<string, unknown>>;

function readNamed(name: string, raw: Body): TopcallsEvent | undefined {
  if (name === 'call.completed' || name.startsWith(COMPLETED_AS)) {
    const data = readCompletedCall(raw);
    return data && { type: 'call.completed', name, data: withDisposition(data, name), raw };
  }
  if (isOneOf(CALL_EVENTS, name))
    return { type: name, name, data: withDisposition(readCallNotice(raw) ?? {}, name), raw };
  if (isOneOf(CAMPAIGN_EVENTS, name)) return { type: name, name, data: withTextId(raw, 'campaign_id'), raw };
  if (isOneOf(LEAD_EVENTS, name)) return { type: name, name, data: withTextId(raw, 'lead_id'), raw };
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
function withDisposition<Call extends Partial<CompletedCall>>(call: Call, name: string): Call {
  const { disposition, ...rest } = call;
  const named = name.startsWith(COMPLETED_AS) ? name.slice(COMPLETED_AS.length) : '';
  const told = textIn(disposition) ?? (named || undefined);
  return (told === undefined && disposition !== null ? rest : { ...rest, disposition: told ?? null }) as Call;
}

/** A notice whose fields were never seen, but for an id that is text. */
function withTextId(raw: Body, name: 'campaign_id' | 'lead_id'): CampaignNotice & LeadNotice {
  const { [name]: given, ...rest } = raw;
  const id = textIn(given);
  return id === undefined ? rest : { ...rest, [name]: id };
}

const textIn = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;

const readCompletedCall = readerOf<CompletedCall>(schemas.zCallCompletedWebhook);
const readCallNotice = partialReaderOf<CallNotice>(schemas.zCallCompletedWebhook);
