import type { Lead, LeadStatus } from '@leadwire/generated-topcalls';
import type { SimulatorContext } from '../framework/provider.ts';
import { type Collection, createTable } from '../framework/state/collection.ts';

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
  isDeleted: boolean;
}

/** What a lead is made of. */
interface LeadDraft {
  readonly phone_number: string;
  readonly name?: string | undefined;
  readonly list_id?: string | undefined;
  readonly email?: string | undefined;
  readonly status?: LeadStatus | undefined;
  readonly notes?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
}

export interface LeadCollection extends Collection<string, Lead> {
  byPhone(phone: string): Lead | undefined;
}

export interface LeadStore {
  readonly collection: LeadCollection;
  /** Adds a lead as if another client had: no request, no effect. */
  add(draft: LeadDraft): Lead;
  readonly lists: Collection<string, { id: string; leads: number }>;
  get(id: string): LeadRow | undefined;
  byPhone(phone: string): LeadRow | undefined;
  /** All leads that were made before `order`, newest first. */
  newestFirst(order?: number): IterableIterator<LeadRow>;
  insert(draft: LeadDraft): LeadRow;
  /** Whether the lead was not in the list before. */
  attach(row: LeadRow, listId: string): boolean;
  detach(row: LeadRow, listId: string): void;
  changePhone(row: LeadRow, phone: string): void;
  remove(row: LeadRow): void;
  isList(id: string): boolean;
  view(row: LeadRow): Lead & { list_ids: string[] };
  reset(): void;
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

export function createLeadStore(
  context: SimulatorContext,
  accountId: () => string,
  listIds: readonly string[] | undefined,
): LeadStore {
  const phones = new Map<string, LeadRow>();
  const lists = createTable<string, ListRow, { id: string; leads: number }>(({ id, leads }) => ({ id, leads }));
  const table = createTable<string, LeadRow, Lead>(view);
  let inOrder: LeadRow[] = [];
  let made = 0;

  function view(row: LeadRow): Lead & { list_ids: string[] } {
    return {
      id: row.id,
      account_id: accountId(),
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
    };
  }

  function listOf(id: string): ListRow {
    const known = lists.rows.get(id);
    if (known !== undefined) return known;
    const list: ListRow = { id, leads: 0, alone: [id] };
    lists.rows.set(id, list);
    return list;
  }

  function attach(row: LeadRow, listId: string): boolean {
    if (row.lists.includes(listId)) return false;
    const list = listOf(listId);
    list.leads += 1;
    row.lists = row.lists.length === 0 ? list.alone : [...row.lists, list.id];
    return true;
  }

  function insert(draft: LeadDraft): LeadRow {
    const now = context.now();
    made += 1;
    const status = STATUSES[draft.status ?? 'New'];
    const row: LeadRow = {
      id: context.random.uuid(),
      order: made,
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
      isDeleted: false,
    };
    table.rows.set(row.id, row);
    phones.set(row.phone, row);
    inOrder.push(row);
    if (draft.list_id !== undefined) attach(row, draft.list_id);
    return row;
  }

  function detach(row: LeadRow, listId: string): void {
    row.lists = row.lists.filter((id) => id !== listId);
    listOf(listId).leads -= 1;
  }

  function remove(row: LeadRow): void {
    for (const listId of row.lists) detach(row, listId);
    row.isDeleted = true;
    table.rows.delete(row.id);
    if (phones.get(row.phone) === row) phones.delete(row.phone);
    if (inOrder.length > 1_000 && inOrder.length > 2 * table.rows.size)
      inOrder = inOrder.filter((each) => !each.isDeleted);
  }

  function* newestFirst(order = Number.POSITIVE_INFINITY): IterableIterator<LeadRow> {
    const rows = inOrder;
    let [low, high] = [0, rows.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((rows[middle] as LeadRow).order < order) low = middle + 1;
      else high = middle;
    }
    for (let at = low - 1; at >= 0; at -= 1) {
      const row = rows[at] as LeadRow;
      if (!row.isDeleted) yield row;
    }
  }

  function reset(): void {
    for (const rows of [table.rows, phones, lists.rows]) rows.clear();
    inOrder = [];
    made = 0;
    for (const id of listIds ?? []) listOf(id);
  }

  reset();
  return {
    collection: Object.assign(table.collection, {
      byPhone(phone: string) {
        const row = phones.get(phone);
        return row === undefined ? undefined : table.collection.get(row.id);
      },
    }),
    add(draft) {
      if (phones.has(draft.phone_number)) throw new Error('A lead with this phone number already exists');
      return view(insert(draft));
    },
    lists: lists.collection,
    get: (id) => table.rows.get(id),
    byPhone: (phone) => phones.get(phone),
    newestFirst,
    insert,
    attach,
    detach,
    changePhone(row, phone) {
      phones.delete(row.phone);
      row.phone = phone;
      phones.set(phone, row);
    },
    remove,
    isList: (id) => listIds === undefined || lists.rows.has(id),
    view,
    reset,
  };
}
