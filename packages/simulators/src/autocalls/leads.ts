import type { Lead, LeadCreate, LeadUpdate } from '@leadwire/generated-autocalls';
import type { Reply } from '../framework/provider.ts';
import { onRow } from '../framework/state/on-row.ts';
import type { Campaigns } from './campaigns.ts';
import type { LeadRow, LeadStore } from './lead-store.ts';
import { lengthAwarePage } from './page.ts';
import { toE164 } from './phone.ts';
import { invalid, message, ok } from './replies.ts';
import { betweenDays, localTime } from './times.ts';
import type { Area, Handlers, World } from './world.ts';

export interface Leads extends Area {
  readonly view: (row: LeadRow) => Lead;
}

type Contact = Pick<LeadRow, 'phone' | 'variables'>;

const SETTABLE: ReadonlySet<unknown> = new Set(['created', 'completed', 'reached-max-retries']);
const UPDATABLE: ReadonlySet<string> = new Set(['campaign_id', 'phone_number', 'status', 'variables']);

export function createLeads(world: World, store: LeadStore, campaigns: Campaigns): Leads {
  const contact = (row: LeadRow) => ({
    id: row.id,
    phone_number: row.phone,
    variables: world.map(row.variables),
    status: row.status,
    created_at: localTime(row.createdAt),
    updated_at: localTime(row.updatedAt),
  });

  const view = (row: LeadRow): Lead => ({
    id: row.id,
    campaign_id: row.campaignId,
    phone_number: row.phone,
    variables: world.map(row.variables),
    status: row.status,
    created_at: localTime(row.createdAt),
    updated_at: localTime(row.updatedAt),
    campaign: { id: row.campaignId, name: campaigns.nameOf(row.campaignId) },
    secondary_contacts: row.secondaries?.map(contact) ?? [],
  });

  /** The list shows more than the response to a create. */
  const listed = (row: LeadRow): Lead => {
    const lead = view(row);
    // assumption: no fallback is sent here.
    return {
      ...lead,
      phone_number: world.context.listedPhone(row.phone),
      campaign: { ...lead.campaign, channel: campaigns.channelOf(row.campaignId) },
      fallback_sent_at: null,
    };
  };

  // assumption: how a duplicate is refused; only the flag itself is documented.
  const duplicate = (field: string) =>
    invalid({ [field]: ['A lead with this phone number already exists in this campaign.'] });

  /** The secondary contacts of a new lead, or why they are refused. */
  function readContacts({ secondary_contacts: sent = [], ...body }: LeadCreate, phone: string): Contact[] | Reply {
    // assumption: the status and the words; only that text campaigns refuse them is documented.
    if (sent.length > 0 && campaigns.channelOf(body.campaign_id) !== 'call') {
      return invalid({ secondary_contacts: ['Secondary contacts are available for call campaigns only.'] });
    }
    const isDuplicate = (number: string) => taken.has(number) || store.has(number, body.campaign_id);
    const contacts: Contact[] = [];
    const taken = new Set([phone]);
    for (const [index, each] of sent.entries()) {
      const field = `secondary_contacts.${index}.phone_number`;
      const number = toE164(each.phone_number);
      // assumption: one wrong or known secondary contact refuses the whole lead.
      if (number === undefined) return invalid({ [field]: ['Invalid phone number'] });
      if (body.allow_dupplicate !== true && isDuplicate(number)) return duplicate(field);
      taken.add(number);
      contacts.push({ phone: number, variables: each.variables });
    }
    return contacts;
  }

  function change(row: LeadRow, changes: LeadUpdate, phone: string): void {
    // assumption: a change may make a duplicate; only the create call has a flag against it.
    if (phone !== row.phone)
      store.change(row, () => {
        row.phone = phone;
      });
    if (changes.campaign_id !== undefined) row.campaignId = changes.campaign_id;
    if (changes.status !== undefined) row.status = changes.status;
    if (changes.variables !== undefined) row.variables = { ...row.variables, ...changes.variables };
    row.updatedAt = world.context.now();
  }

  const onLead = onRow(
    ({ params }) => store.rows.get(Number(params.id)),
    // assumption: the statuses of this refusal and of an update's; the vendor shows their bodies only.
    () => message(404, 'Lead not found'),
  );

  const handlers: Handlers = {
    'leads.create'({ body }) {
      const phone = toE164(body?.phone_number);
      // assumption: the refusals of a wrong number and of an unknown campaign, by analogy with those of an update.
      if (phone === undefined) return message(422, 'Invalid phone number');
      if (!campaigns.takesLeads(body.campaign_id)) {
        return invalid({ campaign_id: ['The selected campaign does not exist'] }, 'Validation failed');
      }
      // assumption: a flag that is left out counts as false, as one reseller's page says.
      const refuses = body.allow_dupplicate !== true;
      if (refuses && store.has(phone, body.campaign_id)) return duplicate('phone_number');
      const contacts = readContacts(body, phone);
      if ('status' in contacts) return contacts;
      const made = { campaignId: body.campaign_id, createdAt: world.context.now() };
      const lead = store.create({ ...made, phone, variables: body.variables, primary: undefined });
      world.context.record('created', 'lead', lead.id);
      for (const each of contacts) {
        world.context.record('created', 'lead', store.create({ ...made, ...each, primary: lead }).id);
      }
      return ok({ message: 'Lead created successfully', data: view(lead) });
    },

    'leads.list'({ query }) {
      const { status, campaign_id: campaignId, phone_number: part } = query;
      const inDays = betweenDays(query.date_from, query.date_to);
      return ok(
        // assumption: secondary contacts are listed as leads.
        lengthAwarePage(store.candidates(part), {
          path: '/user/leads',
          page: query.page,
          perPage: query.per_page ?? 15,
          matches: (row) =>
            world.context.isListed(row.createdAt) &&
            (status === undefined || row.status === status) &&
            (campaignId === undefined || row.campaignId === campaignId) &&
            (part === undefined || row.phone.includes(part)) &&
            inDays(row.createdAt),
          view: listed,
        }),
      );
    },

    'leads.update': onLead((row, { body }) => {
      const changes = (body ?? {}) as LeadUpdate;
      const unknown = Object.keys(changes).filter((key) => !UPDATABLE.has(key));
      if (unknown.length > 0) return message(422, `Invalid fields: ${unknown.join(', ')}`);
      const errors = faultsOf(changes, campaigns);
      if (errors !== undefined) return invalid(errors, 'Validation failed');
      const phone = changes.phone_number === undefined ? row.phone : toE164(changes.phone_number);
      if (phone === undefined) return message(422, 'Invalid phone number');
      change(row, changes, phone);
      world.context.record('updated', 'lead', row.id);
      return message(200, 'Lead updated successfully');
    }),

    'leads.delete': onLead((row) => {
      // assumption: secondary contacts go with their lead, as resellers say.
      for (const gone of store.removeAll(row)) world.context.record('deleted', 'lead', gone.id);
      return message(200, 'Lead deleted successfully');
    }),
  };

  return { handlers, view, reset: () => store.reset() };
}

function faultsOf(changes: LeadUpdate, campaigns: Campaigns): Record<string, string[]> | undefined {
  const errors: Record<string, string[]> = {};
  if (changes.campaign_id !== undefined && !campaigns.takesLeads(changes.campaign_id)) {
    errors.campaign_id = ['The selected campaign does not exist'];
  }
  if (changes.status !== undefined && !SETTABLE.has(changes.status)) {
    errors.status = ['This status is assigned automatically and cannot be set manually'];
  }
  const { variables } = changes;
  if (variables !== undefined && (typeof variables !== 'object' || variables === null)) {
    errors.variables = ['Variables must be an array'];
  }
  return Object.keys(errors).length === 0 ? undefined : errors;
}
