import type { TopcallsApi } from '@leadwire/generated-topcalls';
import type { HandlersOf, SimulatorContext } from '../framework/provider.ts';
import { type Collection, createTable } from '../framework/state/collection.ts';
import { onRow } from '../framework/state/on-row.ts';
import type { CallLine } from './call-line.ts';
import type { IdempotencyStore } from './idempotency.ts';
import type { LeadStore } from './lead-store.ts';
import type { CampaignDraft, TopcallsOptions } from './options.ts';
import { notFound } from './problem.ts';

const DIAL_EVERY_MS = 1_000;

/** A campaign, as its undocumented responses show it. assumption: all of these names but `status`. */
export interface Campaign {
  readonly id: string;
  readonly name: string;
  readonly list_id: string | null;
  readonly status: 'draft' | 'running' | 'paused' | 'completed';
  readonly calls: number;
}

interface CampaignRow {
  readonly id: string;
  readonly draft: CampaignDraft;
  status: Campaign['status'];
  calls: number;
  /** Leads made before this one are still to be called. */
  before: number;
  /** Whether the next call is scheduled. */
  isDialling: boolean;
}

export interface Campaigns {
  readonly collection: Collection<string, Campaign>;
  /** Adds a campaign as the dashboard does: no request, no effect. */
  add(draft: CampaignDraft): Campaign;
  readonly handlers: HandlersOf<TopcallsApi>;
  reset(): void;
}

interface CampaignParts {
  readonly store: LeadStore;
  readonly line: CallLine;
  readonly idempotency: IdempotencyStore;
  readonly options: TopcallsOptions;
}

export function createCampaigns(
  context: SimulatorContext,
  { store, line, idempotency, options }: CampaignParts,
): Campaigns {
  const { campaigns = [{ name: 'Spring follow-up' }] } = options;
  const table = createTable<string, CampaignRow, Campaign>(({ id, draft, status, calls }) => ({
    id,
    name: draft.name ?? 'Campaign',
    list_id: draft.list_id ?? null,
    status,
    calls,
  }));

  function add(draft: CampaignDraft): Campaign {
    const id = draft.id ?? context.random.uuid();
    table.rows.set(id, { id, draft, status: 'draft', calls: 0, before: Number.POSITIVE_INFINITY, isDialling: false });
    return table.collection.get(id) as Campaign;
  }

  function nextLead(row: CampaignRow) {
    const { list_id } = row.draft;
    if (list_id === undefined) return undefined;
    for (const lead of store.newestFirst(({ order }) => order < row.before)) {
      // assumption: a lead that has unsubscribed is not called.
      if (lead.lists.includes(list_id) && lead.status !== 'Unsubscribed') return lead;
    }
    return undefined;
  }

  /** Calls one lead and schedules the next. The campaign completes by itself when no lead is left. */
  function dial(row: CampaignRow): void {
    row.isDialling = false;
    if (row.status !== 'running') return;
    const lead = nextLead(row);
    if (lead === undefined) {
      row.status = 'completed';
      context.record('completed', 'campaign', row.id);
      return;
    }
    row.calls += 1;
    row.before = lead.order;
    line.place({
      phone: lead.phone,
      leadId: lead.id,
      campaignId: row.id,
      webhookUrl: row.draft.webhook_url,
      webhookEvents: row.draft.webhook_events,
      conversions: row.draft.conversion_outcomes,
    });
    wait(row);
  }

  function wait(row: CampaignRow): void {
    if (row.isDialling) return;
    row.isDialling = true;
    context.later(DIAL_EVERY_MS, () => dial(row));
  }

  const onCampaign = onRow(
    ({ params }) => table.rows.get(params.campaign_id ?? ''),
    ({ params }) => notFound('campaign', params.campaign_id ?? ''),
  );

  function reset(): void {
    table.rows.clear();
    campaigns.forEach(add);
  }

  reset();
  return {
    collection: table.collection,
    add,
    reset,
    handlers: {
      // assumption: the shape of these two responses; no page shows it.
      'campaigns.list': () => ({ status: 200, body: { data: table.collection.all() } }),
      'campaigns.get': onCampaign(({ id }) => ({ status: 200, body: table.collection.get(id) })),
      'campaigns.start': idempotency.keyed(
        onCampaign((row) => {
          // assumption: starting also resumes a paused campaign; one that runs or is completed stays as it is.
          if (row.status === 'draft' || row.status === 'paused') {
            row.status = 'running';
            context.record('started', 'campaign', row.id);
            wait(row);
          }
          return { status: 200, body: { ok: true } };
        }),
      ),
      'campaigns.pause': idempotency.keyed(
        onCampaign((row) => {
          if (row.status === 'running') {
            row.status = 'paused';
            context.record('stopped', 'campaign', row.id);
          }
          return { status: 200, body: { ok: true } };
        }),
      ),
    },
  };
}
