import type { Call } from '@leadwire/generated-autocalls';
import { type Collection, createTable } from '../framework/state/collection.ts';
import { message, ok } from './answers.ts';
import type { Assistants } from './assistants.ts';
import type { CallEnd, CallRow } from './call-row.ts';
import type { Campaigns } from './campaigns.ts';
import type { LeadStore } from './lead-store.ts';
import { lengthAwarePage } from './page.ts';
import { toE164 } from './phone.ts';
import type { PhoneNumbers } from './phone-numbers.ts';
import { postCallBody, spoken, transcriptOf } from './post-call-webhook.ts';
import { betweenDays, localTime } from './times.ts';
import { type Area, createSequence, type Handlers, type World } from './world.ts';

export interface Calls extends Area {
  readonly collection: Collection<number, Call>;
  /** How the next calls will end, in turn; those after them are completed. */
  endNextCalls(...ends: readonly CallEnd[]): void;
  /** Rings a lead as its running campaign would; the answer is the id of the call, or undefined where there is no such lead. */
  ringLead(leadId: number): number | undefined;
}

const CALL_MS = 60_000;
/** assumption: US dollars a minute; the vendor's prices are not in its API pages. */
const PRICE_A_MINUTE = 0.09;

interface Around {
  readonly assistants: Assistants;
  readonly campaigns: Campaigns;
  readonly leads: LeadStore;
  readonly phoneNumbers: PhoneNumbers;
}

export function createCalls(world: World, { assistants, campaigns, leads, phoneNumbers }: Around): Calls {
  const lasts = world.options.callDurationMs ?? CALL_MS;
  const ids = createSequence();
  let ends: CallEnd[] = [];

  const costOf = (row: CallRow) => Number(((row.duration / 60) * PRICE_A_MINUTE).toFixed(4));
  const campaignOf = (row: CallRow) => (row.lead === undefined ? undefined : campaigns.rows.get(row.lead.campaignId));

  const view = (row: CallRow): Call => ({
    id: row.id,
    assistant_name: row.assistant.settings.name ?? null,
    campaign_name: campaignOf(row)?.settings.name ?? null,
    type: 'outbound',
    duration: row.duration,
    assistant_phone_number: row.from,
    client_phone_number: row.phone,
    status: row.status,
    transcript: row.status === 'completed' ? spoken(transcriptOf(row)) : null,
    variables: world.map(row.variables),
    evaluation: row.status === 'completed' ? { sentiment: 'positive', outcome: 'interested', score: 8 } : null,
    // assumption: what the receiver of the webhook answered is not kept here.
    webhook_response: null,
    carrier_cost: Number((costOf(row) / 5).toFixed(4)),
    total_cost: costOf(row),
    answered_by: row.status === 'completed' ? 'human' : null,
    recording_url: null,
    created_at: localTime(row.createdAt),
    updated_at: localTime(row.updatedAt),
  });
  const { rows, collection } = createTable<number, CallRow, Call>(view);

  const finish = (row: CallRow, operationId: string) => {
    const end = ends.shift() ?? 'completed';
    row.status = end;
    row.updatedAt = world.context.now();
    row.duration = end === 'completed' || end.startsWith('ended_') ? Math.round(lasts / 1000) : 0;
    world.balance -= costOf(row);
    world.record(operationId, 'completed', 'call', row.id);
    if (row.lead !== undefined) {
      // assumption: one completed call completes its lead, any other leaves it for the next try.
      row.lead.status = end === 'completed' ? 'completed' : 'rescheduled';
      row.lead.updatedAt = row.updatedAt;
    }
    const { settings } = row.assistant;
    if (settings.is_webhook_active !== true || !settings.webhook_url) return;
    if (settings.send_webhook_only_on_completed !== false && end !== 'completed') return;
    const body = postCallBody(world, row, campaignOf(row));
    // assumption: a post-call webhook that fails is not sent again.
    world.context.deliver({ event: 'postCall', url: settings.webhook_url, body });
  };

  const place = (operationId: string, draft: Pick<CallRow, 'assistant' | 'phone' | 'variables' | 'lead'>) => {
    const now = world.context.now();
    const from = phoneNumbers.numberOf(draft.assistant.settings.phone_number_id);
    const row: CallRow = {
      id: ids.next(),
      ...draft,
      from,
      status: 'initiated',
      duration: 0,
      createdAt: now,
      updatedAt: now,
    };
    rows.set(row.id, row);
    world.record(operationId, 'created', 'call', row.id);
    world.context.later(lasts, () => {
      if (rows.has(row.id)) finish(row, operationId);
    });
    return row.id;
  };

  const handlers: Handlers = {
    'calls.make'({ body, operationId }) {
      // assumption: the three refusals, which only resellers' pages show.
      const phone = toE164(body?.phone_number);
      if (phone === undefined) return message(400, 'Invalid phone number');
      const assistant = assistants.rows.get(body.assistant_id);
      if (assistant === undefined) return message(404, 'Assistant not found');
      if (world.balance <= 0) return message(422, 'Insufficient balance');
      place(operationId, { assistant, phone, variables: body.variables, lead: undefined });
      return ok({ message: 'Call initiated successfully', data: {} });
    },

    'calls.list'({ query }) {
      const inDays = betweenDays(query.date_from, query.date_to);
      const { phone_number: phone, assistant_id: assistantId, campaign_id: campaignId, status, type } = query;
      return ok(
        lengthAwarePage(rows.values(), {
          path: '/user/calls',
          page: query.page,
          perPage: query.per_page ?? 15,
          matches: (row) =>
            (status === undefined || row.status === status) &&
            (type === undefined || type === 'outbound') &&
            // assumption: parts of a number match, as they do for leads.
            (phone === undefined || row.phone.includes(phone)) &&
            (assistantId === undefined || row.assistant.id === assistantId) &&
            (campaignId === undefined || row.lead?.campaignId === campaignId) &&
            inDays(row.createdAt),
          view,
        }),
      );
    },

    'calls.get'({ params }) {
      const row = rows.get(Number(params.id));
      return row === undefined ? message(404, 'Call not found') : ok(view(row));
    },

    'calls.delete'({ params, operationId }) {
      const id = Number(params.id);
      if (!rows.delete(id)) return message(404, 'Call not found');
      world.record(operationId, 'deleted', 'call', id);
      return message(200, 'Call deleted successfully');
    },
  };

  return {
    handlers,
    collection,
    endNextCalls(...next) {
      ends.push(...next);
    },
    ringLead(leadId) {
      const lead = leads.rows.get(leadId);
      const assistant = lead && assistants.rows.get(campaigns.rows.get(lead.campaignId)?.settings.assistant_id ?? 0);
      if (lead === undefined || assistant === undefined) return undefined;
      lead.status = 'processing';
      lead.tries += 1;
      return place('campaigns.updateStatus', { assistant, phone: lead.phone, variables: lead.variables, lead });
    },
    reset() {
      rows.clear();
      ids.reset();
      ends = [];
    },
  };
}
