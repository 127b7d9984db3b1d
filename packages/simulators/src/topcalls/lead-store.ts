import type { Lead, LeadStatus } from '@leadwire/generated-topcalls';
import type { SimulatorContext } from '../framework/provider.ts';
import { type Collection, createTable } from '../framework/state/collection.ts';
import { IndexedTable } from '../framework/state/indexed-table.ts';

/** A lead, kept small: a million of them must fit in memory. */
export interface LeadRow {
  readonly id: string;
  /** A number that grows with each lead and is never used again. */
  readonly order: number;
  phone: string;
  name: string;
  status: LeadStatus;
  email: string | null;
  notes: string | null;
  tags: readonly string[];
  metadata: Readonly<Record<string, unknown>>;
  readonly createdAt: number;
  updatedAt: number;
  convertedAt: number | null;
  lists: readonly string[];
}

/** What a lead is made of. */
export interface LeadDraft {
  readonly phone_number: string;
  readonly name?: string | undefined;
  readonly list_id?: string | undefined;
  readonly email?: string | undefined;
  readonly status?: LeadStatus | undefined;
  readonly notes?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
}

type ShownLead = Lead & { list_ids: string[] };

/** A list that was named in a request, or set by an option. */
export interface ShownList {
  readonly id: string;
  readonly leads: number;
}

interface ListRow {
  readonly id: string;
  leads: number;
  /** Shared by all leads that are in this list only, to save memory. */
  readonly alone: readonly string[];
}

const NO_TAGS: readonly string[] = Object.freeze([]);
const NO_METADATA = Object.freeze({});
/** One string for each status, not one for each request. */
const STATUSES: Readonly<Record<LeadStatus, LeadStatus>> = {
  New: 'New',
  Contacted: 'Contacted',
  Converted: 'Converted',
  Unsubscribed: 'Unsubscribed',
};

const iso = (ms: number) => new Date(ms).toISOString();

const toLead = (row: LeadRow, accountId: string): ShownLead => ({
  id: row.id,
  account_id: accountId,
  name: row.name,
  phone_number: row.phone,
  status: row.status,
  tags: [...row.tags],
  created_at: iso(row.createdAt),
  updated_at: iso(row.updatedAt),
  email: row.email,
  notes: row.notes,
  metadata: row.metadata,
  converted_at: row.convertedAt === null ? null : iso(row.convertedAt),
  list_ids: [...row.lists],
});

/** The account's leads and lists. A phone belongs to one lead. */
export class LeadStore extends IndexedTable<string, LeadRow, ShownLead> {
  readonly lists: Collection<string, ShownList>;
  readonly #lists = createTable<string, ListRow, ShownList>(({ id, leads }) => ({ id, leads }));
  readonly #context: SimulatorContext;
  readonly #listIds: readonly string[] | undefined;
  #made = 0;

  constructor(context: SimulatorContext, accountId: () => string, listIds: readonly string[] | undefined) {
    super(
      (row) => toLead(row, accountId()),
      ({ phone }) => [phone],
    );
    this.#context = context;
    this.#listIds = listIds;
    this.lists = this.#lists.collection;
    this.reset();
  }

  byPhone(phone: string): LeadRow | undefined {
    return this.withKey(phone)[0];
  }

  create(draft: LeadDraft): LeadRow {
    const now = this.#context.now();
    this.#made += 1;
    const status = STATUSES[draft.status ?? 'New'];
    const row = this.insert({
      id: this.#context.random.uuid(),
      order: this.#made,
      phone: draft.phone_number,
      name: draft.name ?? '',
      status,
      email: draft.email ?? null,
      notes: draft.notes ?? null,
      tags: draft.tags === undefined || draft.tags.length === 0 ? NO_TAGS : draft.tags,
      metadata: draft.metadata ?? NO_METADATA,
      createdAt: now,
      updatedAt: now,
      convertedAt: status === 'Converted' ? now : null,
      lists: NO_TAGS,
    });
    if (draft.list_id !== undefined) this.attach(row, draft.list_id);
    return row;
  }

  /** Whether the lead was not in the list before. */
  attach(row: LeadRow, listId: string): boolean {
    if (row.lists.includes(listId)) return false;
    const list = this.#listOf(listId);
    list.leads += 1;
    row.lists = row.lists.length === 0 ? list.alone : [...row.lists, list.id];
    return true;
  }

  detach(row: LeadRow, listId: string): void {
    row.lists = row.lists.filter((id) => id !== listId);
    this.#listOf(listId).leads -= 1;
  }

  override remove(row: LeadRow): void {
    for (const listId of row.lists) this.detach(row, listId);
    super.remove(row);
  }

  isList(id: string): boolean {
    return this.#listIds === undefined || this.#lists.rows.has(id);
  }

  override reset(): void {
    super.reset();
    this.#lists.rows.clear();
    this.#made = 0;
    for (const id of this.#listIds ?? []) this.#listOf(id);
  }

  #listOf(id: string): ListRow {
    const list = this.#lists.rows.get(id) ?? { id, leads: 0, alone: [id] };
    this.#lists.rows.set(id, list);
    return list;
  }
}
