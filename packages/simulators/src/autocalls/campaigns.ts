import {
  type CallCampaignCreate,
  type Campaign,
  type SmsCampaignCreate,
  schemas,
  type WhatsAppCampaignCreate,
} from '@leadwire/generated-autocalls';
import type { Reply } from '../framework/provider.ts';
import { type Collection, createTable } from '../framework/state/collection.ts';
import { defOf } from '../framework/state/schema-def.ts';
import type { Assistants } from './assistants.ts';
import type { LeadStore } from './lead-store.ts';
import { created, message, ok } from './replies.ts';
import { localTime } from './times.ts';
import type { Area, Handlers, World } from './world.ts';

/** What a campaign of any channel may be made with. */
type AnyChannel = Omit<CallCampaignCreate, 'channel' | 'name'> &
  Omit<WhatsAppCampaignCreate, 'channel' | 'name'> &
  Omit<SmsCampaignCreate, 'channel' | 'name'>;

interface CampaignSettings extends Partial<AnyChannel> {
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
  /** A campaign that existed before the test, made in the dashboard. */
  add(campaign: Partial<CampaignSettings> & { readonly id?: number }): Campaign;
  /** Whether a lead can be added to this campaign; creates the campaign if the options allow it. */
  takesLeads(id: unknown): boolean;
  nameOf(id: number): string;
  channelOf(id: number): 'call' | 'whatsapp' | 'sms';
}

export const WEEK = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

export function createCampaigns(world: World, leads: LeadStore, assistants: Assistants): Campaigns {
  const { rows, collection } = createTable<number, CampaignRow, Campaign>(view);
  let last = 0;
  const deleted = new Set<number>();

  const insert = (id: number, settings: CampaignSettings) => {
    const now = world.context.now();
    // assumption: a start that is set makes the campaign `scheduled`; it does not start by itself here.
    const status = settings.scheduled_start_at === undefined ? 'draft' : 'scheduled';
    const row: CampaignRow = { id, settings, status, createdAt: now, updatedAt: now };
    last = Math.max(last, id);
    rows.set(id, row);
    return row;
  };

  const add: Campaigns['add'] = ({ id = last + 1, name = `Campaign ${id}`, ...settings }) =>
    view(insert(id, { name, ...((settings.channel ?? 'call') === 'call' && { assistant_id: 1 }), ...settings }));

  function cannotStart(row: CampaignRow): Reply | undefined {
    if (world.balance <= 0)
      return refusedTurn(400, 'Insufficient balance.', { campaign_id: row.id, status: row.status });
    // assumption: the status of this refusal and of the next; the dashboard shows their texts.
    return row.status === 'in-progress' ? refusedTurn(400, 'Campaign is already in progress') : undefined;
  }

  const cannotStop = (row: CampaignRow): Reply | undefined =>
    row.status === 'in-progress' ? undefined : refusedTurn(400, 'Campaign is not running');

  const handlers: Handlers = {
    'campaigns.list': () => ok(collection.all()),

    'campaigns.get'({ params }) {
      const row = rows.get(Number(params.id));
      return row === undefined ? message(404, 'Campaign not found') : ok({ data: view(row) });
    },

    'campaigns.create'({ body }) {
      if ('assistant_id' in body && assistants.get(body.assistant_id)?.type !== 'outbound') {
        return message(404, 'Assistant not found or not an outbound assistant.');
      }
      const row = insert(last + 1, body);
      world.context.record('created', 'campaign', row.id);
      return created({ message: 'Campaign created successfully', data: view(row) });
    },

    'campaigns.updateStatus'({ body }) {
      // assumption: these refusals, which only resellers' pages show.
      if (body?.action !== 'start' && body?.action !== 'stop') {
        return refusedTurn(400, "Invalid action. Must be either 'start' or 'stop'.");
      }
      const row = rows.get(body.campaign_id);
      if (row === undefined) return refusedTurn(404, 'Campaign not found.');
      const refused = body.action === 'start' ? cannotStart(row) : cannotStop(row);
      if (refused !== undefined) return refused;
      row.status = body.action === 'start' ? 'in-progress' : 'paused';
      row.updatedAt = world.context.now();
      const turn = body.action === 'start' ? 'started' : 'stopped';
      world.context.record(turn, 'campaign', row.id);
      const data = { campaign_id: row.id, status: row.status, channel: row.settings.channel ?? 'call' };
      return ok({ message: `Campaign ${turn} successfully.`, success: true, data });
    },

    'campaigns.delete'({ params }) {
      const id = Number(params.id);
      if (!rows.delete(id)) return message(404, 'Campaign not found');
      deleted.add(id);
      for (const lead of Array.from(leads.rows.values())) {
        if (lead.campaignId !== id || !leads.rows.has(lead.id)) continue;
        for (const gone of leads.removeAll(lead)) world.context.record('deleted', 'lead', gone.id);
      }
      world.context.record('deleted', 'campaign', id);
      return message(200, 'Campaign deleted successfully');
    },
  };

  const reset = () => {
    rows.clear();
    deleted.clear();
    last = 0;
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

const refusedTurn = (status: number, text: string, data?: object): Reply => ({
  status,
  body: { message: text, success: false, ...(data && { data }) },
});

const UNSET_OF_CALLS = { max_calls_in_parallel: 3, retry_on_voicemail: false, retry_on_goal_incomplete: false };
/** What a campaign shows where nothing was set: null where the spec allows it, but for these. */
const UNSET: Partial<Campaign> = {
  ...Object.fromEntries(
    Object.entries(defOf(schemas.zCampaign).shape ?? {})
      .filter(([name, part]) => !(name in UNSET_OF_CALLS) && part.safeParse(null).success)
      .map(([name]) => [name, null]),
  ),
  timezone: 'Europe/Bucharest',
  max_retries: 3,
  retry_interval: 60,
  mark_complete_when_no_leads: true,
};

/** What a campaign was made with, as it came: JSON has no field that is undefined. */
type SettingsAsSent = Pick<Campaign, 'name'> & Partial<Campaign>;

function view({ id, settings, status, createdAt, updatedAt }: CampaignRow): Campaign {
  const { channel = 'call' } = settings;
  const set = { ...UNSET, ...(channel === 'call' && UNSET_OF_CALLS), ...(settings as SettingsAsSent) };
  const { allowed_hours_start_time: start = '00:00', allowed_hours_end_time: end = '23:59' } = settings;
  const windows = settings.schedule_windows ?? [{ start, end }];
  return {
    ...set,
    id,
    channel,
    status,
    // assumption: ten messages a minute unless the campaign says otherwise, as in the vendor's sample.
    messages_per_minute: channel === 'call' ? null : (settings.messages_per_minute ?? 10),
    schedule_windows: windows,
    allowed_hours_start_time: windows[0]?.start ?? start,
    allowed_hours_end_time: windows[0]?.end ?? end,
    allowed_days: settings.allowed_days ?? [...WEEK],
    phone_number_ids: settings.phone_number_ids ?? [],
    created_at: localTime(createdAt),
    updated_at: localTime(updatedAt),
  };
}
