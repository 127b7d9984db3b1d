import type { Campaign, CampaignCreate } from '@leadwire/generated-autocalls';
import { type Collection, createTable } from '../collection.ts';
import { created, message, ok } from './answers.ts';
import type { Assistants } from './assistants.ts';
import type { LeadStore } from './lead-store.ts';
import { isoTime } from './times.ts';
import { type Area, createSequence, type Handlers, type World } from './world.ts';

export interface CampaignRow {
  readonly id: number;
  readonly settings: CampaignCreate;
  status: 'draft' | 'in-progress' | 'stopped';
  readonly createdAt: number;
  updatedAt: number;
}

export interface Campaigns extends Area {
  readonly collection: Collection<number, Campaign>;
  readonly rows: ReadonlyMap<number, CampaignRow>;
  /** A campaign that was there before the test, made in the dashboard. */
  add(campaign: { readonly id?: number; readonly name?: string; readonly assistant_id?: number }): Campaign;
  /** Whether a lead may be put into this campaign; makes it where the options say so. */
  takesLeads(id: unknown): boolean;
  nameOf(id: number): string;
}

export const WEEK = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

export function createCampaigns(world: World, leads: LeadStore, assistants: Assistants): Campaigns {
  const view = ({ id, settings, status, createdAt, updatedAt }: CampaignRow): Campaign => ({
    id,
    name: settings.name,
    status,
    max_calls_in_parallel: settings.max_calls_in_parallel ?? 3,
    mark_complete_when_no_leads: settings.mark_complete_when_no_leads ?? true,
    allowed_hours_start_time: `${settings.allowed_hours_start_time ?? '00:00'}:00`,
    allowed_hours_end_time: `${settings.allowed_hours_end_time ?? '23:59'}:00`,
    allowed_days: settings.allowed_days ?? [...WEEK],
    max_retries: settings.max_retries ?? 3,
    retry_interval: settings.retry_interval ?? 60,
    created_at: isoTime(createdAt),
    updated_at: isoTime(updatedAt),
  });
  const { rows, collection } = createTable<number, CampaignRow, Campaign>(view);
  const ids = createSequence();
  const deleted = new Set<number>();

  const insert = (id: number, settings: CampaignCreate) => {
    const now = world.context.now();
    const row: CampaignRow = { id, settings, status: 'draft', createdAt: now, updatedAt: now };
    ids.reach(id);
    rows.set(id, row);
    return row;
  };

  const add: Campaigns['add'] = ({ id = ids.next(), name = `Campaign ${id}`, assistant_id = 1 }) =>
    view(insert(id, { name, assistant_id }));

  const handlers: Handlers = {
    'campaigns.list': () => {
      const all = collection.all();
      return ok(world.forms.vintage === 'newest' ? all : all.map((each) => ({ ...each, id: String(each.id) })));
    },

    'campaigns.create'({ body, operationId }) {
      if (rows.size >= (world.options.planLimits?.campaigns ?? Number.POSITIVE_INFINITY)) {
        return message(403, 'You have reached the maximum number of campaigns allowed by your plan.');
      }
      if (assistants.rows.get(body.assistant_id)?.settings.type !== 'outbound') {
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
      const status = starts ? 'in-progress' : 'stopped';
      // assumption: a second start or stop is answered like the first and changes nothing.
      if (row.status !== status) {
        row.status = status;
        row.updatedAt = world.context.now();
        world.record(operationId, starts ? 'started' : 'stopped', 'campaign', row.id);
      }
      const text = `Campaign ${starts ? 'started' : 'stopped'} successfully.`;
      return ok({ message: text, success: true, data: { campaign_id: row.id, status } });
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
    reset,
  };
}
