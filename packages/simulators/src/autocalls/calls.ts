import type { Call } from '@leadwire/generated-autocalls';
import { type Collection, createTable } from '../framework/state/collection.ts';
import type { AssistantSettings, Assistants } from './assistants.ts';
import type { CallEnd, CallRow } from './call-row.ts';
import type { Campaigns } from './campaigns.ts';
import type { LeadStore } from './lead-store.ts';
import { lengthAwarePage } from './page.ts';
import { toE164 } from './phone.ts';
import { postCallBody, spoken, transcriptOf } from './post-call-webhook.ts';
import { message, ok } from './replies.ts';
import { betweenDays, localTime } from './times.ts';
import type { Area, Handlers, World } from './world.ts';

export interface Calls extends Area {
  readonly collection: Collection<number, Call>;
  /** How the next calls will end, in turn; those after them are completed. */
  endNextCalls(...ends: readonly CallEnd[]): void;
  /** Calls a lead as its running campaign would. Returns the id of the call, or undefined if the lead does not exist. */
  ringLead(leadId: number): number | undefined;
}

const CALL_MS = 60_000;
/** assumption: US dollars a minute; the vendor's prices are not in its API pages. */
const PRICE_A_MINUTE = 0.09;
/** assumption: an assistant with a number calls from this one. */
const ACCOUNT_NUMBER = '+14155552670';

interface Around {
  readonly assistants: Assistants;
  readonly campaigns: Campaigns;
  readonly leads: LeadStore;
}

export function createCalls(world: World, { assistants, campaigns, leads }: Around): Calls {
  let last = 0;
  let ends: CallEnd[] = [];

  const costOf = (row: CallRow) => Number(((row.duration / 60) * PRICE_A_MINUTE).toFixed(4));
  const campaignOf = (row: CallRow) => (row.lead === undefined ? undefined : campaigns.rows.get(row.lead.campaignId));

  const view = (row: CallRow): Call => ({
    id: row.id,
    assistant_name: row.assistant.name ?? null,
    campaign_name: campaignOf(row)?.settings.name ?? null,
    type: 'outbound',
    duration: row.duration,
    assistant_phone_number: row.from,
    client_phone_number: row.phone,
    status: row.status,
    transcript: row.status === 'completed' ? spoken(transcriptOf(row)) : null,
    variables: world.map(row.variables),
    evaluation: row.status === 'completed' ? { sentiment: 'positive', outcome: 'interested', score: 8 } : null,
    // assumption: the response to the webhook is not kept here.
    webhook_response: null,
    carrier_cost: Number((costOf(row) / 5).toFixed(4)),
    total_cost: costOf(row),
    answered_by: row.status === 'completed' ? 'human' : null,
    recording_url: null,
    created_at: localTime(row.createdAt),
    updated_at: localTime(row.updatedAt),
  });
  const { rows, collection } = createTable<number, CallRow, Call>(view);

  // assumption: a post-call webhook that fails is not sent again.
  const sendWebhook = (row: CallRow, { is_webhook_active, webhook_url, ...settings }: AssistantSettings) => {
    if (is_webhook_active !== true || !webhook_url) return;
    if (settings.send_webhook_only_on_completed !== false && row.status !== 'completed') return;
    world.context.deliver({ event: 'postCall', url: webhook_url, body: postCallBody(world, row, campaignOf(row)) });
  };

  const finish = (row: CallRow, as: string | undefined) => {
    const end = ends.shift() ?? 'completed';
    row.status = end;
    row.updatedAt = world.context.now();
    row.duration = end === 'completed' || end.startsWith('ended_') ? CALL_MS / 1000 : 0;
    world.balance -= costOf(row);
    world.context.record('completed', 'call', row.id, as);
    if (row.lead !== undefined) {
      // assumption: one completed call completes its lead, any other leaves it for the next try.
      row.lead.status = end === 'completed' ? 'completed' : 'rescheduled';
      row.lead.updatedAt = row.updatedAt;
    }
    sendWebhook(row, assistants.get(row.assistant.id) ?? row.assistant);
  };

  /** @param as - the operation that a call without a request is told of */
  const place = (draft: Pick<CallRow, 'assistant' | 'phone' | 'variables' | 'lead'>, as?: string) => {
    const now = world.context.now();
    last += 1;
    const from = draft.assistant.phone_number_id ? ACCOUNT_NUMBER : null;
    const row: CallRow = {
      id: last,
      ...draft,
      from,
      status: 'initiated',
      duration: 0,
      createdAt: now,
      updatedAt: now,
    };
    rows.set(row.id, row);
    world.context.record('created', 'call', row.id, as);
    world.context.later(CALL_MS, () => {
      if (rows.has(row.id)) finish(row, as);
    });
    return row.id;
  };

  const handlers: Handlers = {
    'calls.make'({ body }) {
      // assumption: the three refusals, which only resellers' pages show.
      const phone = toE164(body?.phone_number);
      if (phone === undefined) return message(400, 'Invalid phone number');
      const assistant = assistants.get(body.assistant_id);
      if (assistant === undefined) return message(404, 'Assistant not found');
      if (world.balance <= 0) return message(422, 'Insufficient balance');
      place({ assistant, phone, variables: body.variables, lead: undefined });
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

    'calls.delete'({ params }) {
      const id = Number(params.id);
      if (!rows.delete(id)) return message(404, 'Call not found');
      world.context.record('deleted', 'call', id);
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
      const assistant = lead && assistants.get(campaigns.rows.get(lead.campaignId)?.settings.assistant_id);
      if (lead === undefined || assistant === undefined) return undefined;
      lead.status = 'processing';
      lead.tries += 1;
      return place({ assistant, phone: lead.phone, variables: lead.variables, lead }, 'campaigns.updateStatus');
    },
    reset() {
      rows.clear();
      last = 0;
      ends = [];
    },
  };
}
