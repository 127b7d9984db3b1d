import type {
  CallCampaignCreate,
  Campaign,
  SmsCampaignCreate,
  WhatsAppCampaignCreate,
} from '@leadwire/generated-autocalls';
import { type Collection, createTable } from '../framework/state/collection.ts';
import { created, message, ok } from './answers.ts';
import type { Assistants } from './assistants.ts';
import type { LeadStore } from './lead-store.ts';
import { isoTime, localTime } from './times.ts';
import { type Area, createSequence, type Handlers, type World } from './world.ts';

/** What a campaign of any channel may be made with. */
type AnyChannel = Omit<CallCampaignCreate, 'channel' | 'name'> &
  Omit<WhatsAppCampaignCreate, 'channel' | 'name'> &
  Omit<SmsCampaignCreate, 'channel' | 'name'>;

export interface CampaignSettings extends Partial<AnyChannel> {
  readonly name: string;
  readonly channel?: 'call' | 'whatsapp' | 'sms';
}

export interface CampaignRow {
  readonly id: number;
  readonly settings: CampaignSettings;
  status: 'draft' | 'scheduled' | 'in-progress' | 'paused';
  readonly createdAt: number;
  updatedAt: number;
}

export interface Campaigns extends Area {
  readonly collection: Collection<number, Campaign>;
  readonly rows: ReadonlyMap<number, CampaignRow>;
  /** A campaign that was there before the test, made in the dashboard. */
  add(campaign: Partial<CampaignSettings> & { readonly id?: number }): Campaign;
  /** Whether a lead may be put into this campaign; makes it where the options say so. */
  takesLeads(id: unknown): boolean;
  nameOf(id: number): string;
  channelOf(id: number): 'call' | 'whatsapp' | 'sms';
}

export const WEEK = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

export function createCampaigns(world: World, leads: LeadStore, assistants: Assistants): Campaigns {
  const view = (row: CampaignRow): Campaign => (world.forms.vintage === 'newest' ? newest(row) : oldest(row));
  const { rows, collection } = createTable<number, CampaignRow, Campaign>(view);
  const ids = createSequence();
  const deleted = new Set<number>();

  const insert = (id: number, settings: CampaignSettings) => {
    const now = world.context.now();
    // assumption: a start that is set makes the campaign `scheduled`; it does not start by itself here.
    const status = settings.scheduled_start_at === undefined ? 'draft' : 'scheduled';
    const row: CampaignRow = { id, settings, status, createdAt: now, updatedAt: now };
    ids.reach(id);
    rows.set(id, row);
    return row;
  };

  const add: Campaigns['add'] = ({ id = ids.next(), name = `Campaign ${id}`, ...settings }) =>
    view(insert(id, { name, ...((settings.channel ?? 'call') === 'call' && { assistant_id: 1 }), ...settings }));

  const handlers: Handlers = {
    'campaigns.list': () => {
      const all = collection.all();
      return ok(world.forms.vintage === 'newest' ? all : all.map((each) => ({ ...each, id: String(each.id) })));
    },

    'campaigns.get'({ params }) {
      const row = rows.get(Number(params.id));
      return row === undefined ? message(404, 'Campaign not found') : ok({ data: view(row) });
    },

    'campaigns.create'({ body, operationId }) {
      if (rows.size >= (world.options.planLimits?.campaigns ?? Number.POSITIVE_INFINITY)) {
        return message(403, 'You have reached the maximum number of campaigns allowed by your plan.');
      }
      if ('assistant_id' in body && assistants.rows.get(body.assistant_id)?.settings.type !== 'outbound') {
        return message(404, 'Assistant not found or not an outbound assistant.');
      }
      const row = insert(ids.next(), body);
      world.record(operationId, 'created', 'campaign', row.id);
      return created({ message: 'Campaign created successfully', data: view(row) });
    },

    'campaigns.updateStatus'({ body, operationId }) {
      const refused = (status: number, text: string, data?: object) => ({
        status,
        body: { message: text, success: false, ...(data && { data }) },
      });
      // assumption: these refusals, which only resellers' pages show.
      if (body?.action !== 'start' && body?.action !== 'stop') {
        return refused(400, "Invalid action. Must be either 'start' or 'stop'.");
      }
      const row = rows.get(body.campaign_id);
      if (row === undefined) return refused(404, 'Campaign not found.');
      const starts = body.action === 'start';
      if (starts && world.balance <= 0) {
        return refused(400, 'Insufficient balance.', { campaign_id: row.id, status: row.status });
      }
      const status = starts ? 'in-progress' : 'paused';
      // assumption: the status of these two refusals; the dashboard shows their texts.
      if (starts && row.status === status) return refused(400, 'Campaign is already in progress');
      if (!starts && row.status !== 'in-progress') return refused(400, 'Campaign is not running');
      row.status = status;
      row.updatedAt = world.context.now();
      world.record(operationId, starts ? 'started' : 'stopped', 'campaign', row.id);
      const text = `Campaign ${starts ? 'started' : 'stopped'} successfully.`;
      const data = { campaign_id: row.id, status, channel: row.settings.channel ?? 'call' };
      return ok({ message: text, success: true, data });
    },

    'campaigns.delete'({ params, operationId }) {
      const id = Number(params.id);
      if (!rows.delete(id)) return message(404, 'Campaign not found');
      deleted.add(id);
      for (const lead of Array.from(leads.rows.values())) {
        if (lead.campaignId !== id || !leads.rows.has(lead.id)) continue;
        for (const gone of leads.remove(lead)) world.record(operationId, 'deleted', 'lead', gone.id);
      }
      world.record(operationId, 'deleted', 'campaign', id);
      return message(200, 'Campaign deleted successfully');
    },
  };

  const reset = () => {
    rows.clear();
    deleted.clear();
    ids.reset();
    add({ name: 'My new campaign' });
  };
  reset();

  return {
    handlers,
    collection,
    rows,
    add,
    takesLeads(id) {
      if (typeof id !== 'number' || !Number.isInteger(id) || id < 1) return false;
      if (rows.has(id)) return true;
      // assumption: an id that was never used is one of a campaign made in the dashboard, unless the options refuse it.
      if (deleted.has(id) || world.options.unknownCampaigns === 'refuse') return false;
      add({ id });
      return true;
    },
    nameOf: (id) => rows.get(id)?.settings.name ?? '',
    channelOf: (id) => rows.get(id)?.settings.channel ?? 'call',
    reset,
  };
}

function newest({ id, settings, status, createdAt, updatedAt }: CampaignRow): Campaign {
  const start = settings.allowed_hours_start_time ?? '00:00';
  const end = settings.allowed_hours_end_time ?? '23:59';
  const windows = settings.schedule_windows ?? [{ start, end }];
  const channel = settings.channel ?? 'call';
  const isCall = channel === 'call';
  return {
    id,
    name: settings.name,
    channel,
    status,
    assistant_id: settings.assistant_id ?? null,
    timezone: settings.timezone ?? 'Europe/Bucharest',
    ...(isCall && { max_calls_in_parallel: settings.max_calls_in_parallel ?? 3 }),
    // assumption: ten messages a minute unless the campaign says otherwise, as in the vendor's sample.
    messages_per_minute: isCall ? null : (settings.messages_per_minute ?? 10),
    schedule_windows: windows,
    scheduled_start_at: settings.scheduled_start_at ?? null,
    allowed_hours_start_time: windows[0]?.start ?? start,
    allowed_hours_end_time: windows[0]?.end ?? end,
    allowed_days: settings.allowed_days ?? [...WEEK],
    max_retries: settings.max_retries ?? 3,
    retry_interval: settings.retry_interval ?? 60,
    ...(isCall && {
      retry_on_voicemail: settings.retry_on_voicemail ?? false,
      retry_on_goal_incomplete: settings.retry_on_goal_incomplete ?? false,
    }),
    goal_completion_variable: settings.goal_completion_variable ?? null,
    mark_complete_when_no_leads: settings.mark_complete_when_no_leads ?? true,
    phone_number_ids: settings.phone_number_ids ?? [],
    whatsapp_sender_id: settings.whatsapp_sender_id ?? null,
    whatsapp_template_id: settings.whatsapp_template_id ?? null,
    sms_from_phone_number_id: settings.sms_from_phone_number_id ?? null,
    sms_body: settings.sms_body ?? null,
    text_variable_mapping: settings.text_variable_mapping ?? null,
    fallback_channel: settings.fallback_channel ?? null,
    fallback_whatsapp_sender_id: settings.fallback_whatsapp_sender_id ?? null,
    fallback_whatsapp_template_id: settings.fallback_whatsapp_template_id ?? null,
    fallback_sms_from_phone_number_id: settings.fallback_sms_from_phone_number_id ?? null,
    fallback_sms_body: settings.fallback_sms_body ?? null,
    fallback_variable_mapping: settings.fallback_variable_mapping ?? null,
    created_at: localTime(createdAt),
    updated_at: localTime(updatedAt),
  };
}

function oldest({ id, settings, status, createdAt, updatedAt }: CampaignRow): Campaign {
  return {
    id,
    name: settings.name,
    status: status === 'paused' ? 'stopped' : status,
    max_calls_in_parallel: settings.max_calls_in_parallel ?? 3,
    mark_complete_when_no_leads: settings.mark_complete_when_no_leads ?? true,
    allowed_hours_start_time: `${settings.allowed_hours_start_time ?? '00:00'}:00`,
    allowed_hours_end_time: `${settings.allowed_hours_end_time ?? '23:59'}:00`,
    allowed_days: settings.allowed_days ?? [...WEEK],
    max_retries: settings.max_retries ?? 3,
    retry_interval: settings.retry_interval ?? 60,
    created_at: isoTime(createdAt),
    updated_at: isoTime(updatedAt),
  };
}
