import type { LeadStatus, TopcallsApi } from '@leadwire/generated-topcalls';
import type { CallOf, HandlersOf, Reply, SimulatorContext } from '../framework/provider.ts';
import { onRow } from '../framework/state/on-row.ts';
import type { LeadRow, LeadStore } from './lead-store.ts';
import { phoneFault } from './phone.ts';
import { conflict, invalidBody, notFound } from './problem.ts';

const DEFAULT_LIMIT = 50;

/** assumption: what is appended starts a new line, without a time stamp. */
const appended = (notes: string | null, text: string) => (notes === null || notes === '' ? text : `${notes}\n${text}`);

/** The vendor calls its cursor opaque. */
const toCursor = (row: LeadRow) => btoa(`lead:${row.order}`).replace(/=+$/, '');

function fromCursor(cursor: string): number | undefined {
  try {
    const order = /^lead:(\d+)$/.exec(atob(cursor))?.[1];
    return order === undefined ? undefined : Number(order);
  } catch {
    return undefined;
  }
}

interface LeadFilter {
  readonly phone?: string | undefined;
  readonly list_id?: string | undefined;
  readonly status?: LeadStatus | undefined;
  readonly tag?: string | undefined;
}

/** assumption: several filters narrow together. */
export function* filterLeads(
  store: LeadStore,
  filter: LeadFilter,
  before: number = Number.POSITIVE_INFINITY,
): IterableIterator<LeadRow> {
  const { phone } = filter;
  const isOlder = ({ order }: LeadRow) => order < before;
  const rows = phone === undefined ? store.newestFirst(isOlder) : store.withKey(phone).filter(isOlder);
  for (const row of rows) if (passes(row, filter)) yield row;
}

const passes = (row: LeadRow, { list_id, status, tag }: LeadFilter): boolean =>
  (list_id === undefined || row.lists.includes(list_id)) &&
  (status === undefined || row.status === status) &&
  (tag === undefined || row.tags.includes(tag));

type Handlers = HandlersOf<TopcallsApi>;
type LeadChange = CallOf<TopcallsApi, 'leads.update'>['body'];

/** @param onDeleted - called with the id of a deleted lead: past calls lose it */
export function createLeadHandlers(
  context: SimulatorContext,
  store: LeadStore,
  onDeleted: (leadId: string) => void,
): Handlers {
  const note = (kind: 'created' | 'updated' | 'attached' | 'detached' | 'deleted', id: string) =>
    context.record(kind, 'lead', id);

  function attach(call: CallOf<TopcallsApi, 'leads.create'>, row: LeadRow): Reply {
    const { list_id, notes_append } = call.body;
    // assumption: status stays as it is and notes_append acts, as neither is in the vendor's list of what an existing lead keeps.
    if (store.attach(row, list_id)) {
      row.updatedAt = context.now();
      note('attached', row.id);
    }
    if (notes_append !== undefined) {
      row.notes = appended(row.notes, notes_append);
      row.updatedAt = context.now();
      note('updated', row.id);
    }
    return { status: 200, body: { ...store.view(row), existed: true } };
  }

  function create(call: CallOf<TopcallsApi, 'leads.create'>): Reply {
    const { body } = call;
    const fault = phoneFault(body.phone_number);
    if (fault !== undefined) return invalidBody([{ path: 'phone_number', message: fault }]);
    // assumption: an unknown list is refused like this, where the test lists the lists.
    if (!store.isList(body.list_id)) return notFound('list', body.list_id);
    const known = store.byPhone(body.phone_number);
    if (known !== undefined) return attach(call, known);
    const { notes, notes_append } = body;
    const row = store.create(
      notes_append === undefined ? body : { ...body, notes: appended(notes ?? null, notes_append) },
    );
    note('created', row.id);
    return { status: 201, body: { ...store.view(row), existed: false } };
  }

  const shown = (row: LeadRow) => ({ ...store.view(row), phone_number: context.listedPhone(row.phone) });

  function* listed(filter: LeadFilter, before: number | undefined): Generator<LeadRow> {
    for (const row of filterLeads(store, filter, before)) if (context.isListed(row.createdAt)) yield row;
  }

  function list({ query }: CallOf<TopcallsApi, 'leads.list'>): Reply {
    const before = query.cursor === undefined ? undefined : fromCursor(query.cursor);
    if (query.cursor !== undefined && before === undefined) {
      return invalidBody([{ path: 'cursor', message: 'is not a cursor' }], 'Invalid query parameters');
    }
    const limit = query.limit ?? DEFAULT_LIMIT;
    const rows: LeadRow[] = [];
    // assumption: the lead made last comes first.
    for (const row of listed(query, before)) {
      rows.push(row);
      if (rows.length > limit) break;
    }
    const hasMore = rows.length > limit;
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    const next = hasMore && last !== undefined ? toCursor(last) : null;
    return { status: 200, body: { items: page.map(shown), has_more: hasMore, next_cursor: next } };
  }

  function change(row: LeadRow, body: LeadChange): void {
    const { phone_number, notes_append, ...fields } = body;
    if (phone_number !== undefined) {
      store.change(row, () => {
        row.phone = phone_number;
      });
    }
    // assumption: tags and metadata are replaced, not merged.
    Object.assign(row, fields);
    if (notes_append !== undefined) row.notes = appended(row.notes, notes_append);
    row.updatedAt = context.now();
    // assumption: set by the first conversion and never removed.
    if (row.status === 'Converted') row.convertedAt ??= row.updatedAt;
  }

  function faultOf(row: LeadRow, body: LeadChange): Reply | undefined {
    if (Object.keys(body).length === 0) return invalidBody([{ path: '', message: 'needs at least one field' }]);
    if (body.notes !== undefined && body.notes_append !== undefined) {
      return invalidBody([{ path: '', message: 'notes and notes_append cannot be sent together' }]);
    }
    if (body.phone_number === undefined) return undefined;
    const fault = phoneFault(body.phone_number);
    if (fault !== undefined) return invalidBody([{ path: 'phone_number', message: fault }]);
    const other = store.byPhone(body.phone_number);
    // assumption: two leads never share a number.
    return other === undefined || other === row ? undefined : conflict('Another lead has this phone number');
  }

  function update(row: LeadRow, call: CallOf<TopcallsApi, 'leads.update'>): Reply {
    const fault = faultOf(row, call.body);
    if (fault !== undefined) return fault;
    change(row, call.body);
    note('updated', row.id);
    return { status: 200, body: store.view(row) };
  }

  function remove(row: LeadRow, call: CallOf<TopcallsApi, 'leads.delete'>): Reply {
    const { id } = row;
    const listId = call.query.list_id;
    if (listId !== undefined && !row.lists.includes(listId)) return notFound('lead of that list', id);
    if (listId !== undefined && row.lists.length > 1) {
      store.detach(row, listId);
      note('detached', id);
    } else {
      store.remove(row);
      onDeleted(id);
      note('deleted', id);
    }
    return { status: 204 };
  }

  const onLead = onRow(
    ({ params }) => store.rows.get(params.id ?? ''),
    ({ params }) => notFound('lead', params.id ?? ''),
  );
  return {
    'leads.create': create,
    'leads.list': list,
    'leads.get': onLead((row) => ({ status: 200, body: store.view(row) })),
    'leads.update': onLead(update),
    'leads.delete': onLead(remove),
  };
}
