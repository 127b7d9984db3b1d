import type { TopcallsApi } from '@leadwire/generated-topcalls';
import type { CallOf, HandlersOf, Reply, SimulatorContext } from '../framework/provider.ts';
import type { LeadRow, LeadStore } from './lead-store.ts';
import { filterLeads } from './leads.ts';
import { phoneFault } from './phone.ts';
import { invalidBody, notFound } from './problem.ts';

const MOST_IMPORTED = 2_000;
const MOST_DELETED_AT_ONCE = 500;
const CHUNK = 1_000;
const JOB_AFTER_MS = 5_000;

type Handlers = HandlersOf<TopcallsApi>;
type Item = CallOf<TopcallsApi, 'leads.bulk'>['body']['leads'][number];

type Imported = 'inserted' | 'updated' | 'duplicate';

/** @param onDeleted - called with the id of a deleted lead: past calls lose it */
export function createBulkHandlers(
  context: SimulatorContext,
  store: LeadStore,
  onDeleted: (leadId: string) => void,
): Handlers {
  /** The import is one transaction, so one bad row refuses all. assumption: the response names the bad rows. */
  function faultsOf(leads: readonly Item[]): { path: string; message: string }[] {
    if (leads.length > MOST_IMPORTED) return [{ path: 'leads', message: `takes at most ${MOST_IMPORTED} leads` }];
    return leads.flatMap((lead, index) => {
      const message = phoneFault(lead.phone_number);
      return message === undefined ? [] : [{ path: `leads.${index}.phone_number`, message }];
    });
  }

  function merge(row: LeadRow, item: Item, listId: string): void {
    const now = context.now();
    if (item.notes !== undefined && item.notes !== '') {
      // assumption: how the time stamp is written.
      const stamped = `[${new Date(now).toISOString()}] ${item.notes}`;
      row.notes = row.notes === null || row.notes === '' ? stamped : `${row.notes}\n${stamped}`;
    }
    if (item.tags !== undefined && item.tags.length > 0) row.tags = Array.from(new Set([...row.tags, ...item.tags]));
    // assumption: name, email, status and metadata stay as they are, as in a create; and the lead joins the list.
    store.attach(row, listId);
    row.updatedAt = now;
  }

  function importOne({ body }: CallOf<TopcallsApi, 'leads.bulk'>, item: Item, isRepeat: boolean): Imported {
    const { list_id, mode = 'merge' } = body;
    const note = (kind: 'created' | 'updated', id: string) => context.record(kind, 'lead', id);
    const known = store.byPhone(item.phone_number);
    if (known === undefined) {
      note('created', store.create({ ...item, list_id }).id);
      return 'inserted';
    }
    // assumption: `duplicates` counts repeats inside the request, and what `skip` passed over; a skipped lead joins no list.
    if (mode === 'skip') return 'duplicate';
    merge(known, item, list_id);
    note('updated', known.id);
    return isRepeat ? 'duplicate' : 'updated';
  }

  function bulk(call: CallOf<TopcallsApi, 'leads.bulk'>): Reply {
    const { leads, list_id } = call.body;
    const faults = faultsOf(leads);
    if (faults.length > 0) return invalidBody(faults);
    if (!store.isList(list_id)) return notFound('list', list_id);
    const seen = new Set<string>();
    const results = leads.map((item): Imported => {
      const isRepeat = seen.has(item.phone_number);
      seen.add(item.phone_number);
      return importOne(call, item, isRepeat);
    });
    const count = (wanted: string) => results.filter((result) => result === wanted).length;
    const counts = { inserted: count('inserted'), updated: count('updated'), duplicates: count('duplicate') };
    const total = { total_processed: leads.length, duration_ms: Math.ceil(leads.length / 10) };
    return { status: 200, body: { success: true, ...counts, ...total } };
  }

  function remove(row: LeadRow): void {
    store.remove(row);
    onDeleted(row.id);
    context.record('deleted', 'lead', row.id);
  }

  function deleteByIds(ids: readonly string[]): Reply {
    const missing: string[] = [];
    let deleted = 0;
    for (const id of ids) {
      const row = store.rows.get(id);
      if (row === undefined) missing.push(id);
      else {
        remove(row);
        deleted += 1;
      }
    }
    const payload = missing.map((id) => ({ lead_id: id, reason: 'not_found' }));
    return { status: 200, body: { kind: 'sync', deleted, skipped: missing.length, skipped_payload: payload } };
  }

  function bulkDelete(call: CallOf<TopcallsApi, 'leads.bulkDelete'>): Reply {
    // assumption: account_id changes nothing; the key belongs to one account.
    const { body } = call;
    if ('ids' in body) return deleteByIds(body.ids);
    const matching = Array.from(filterLeads(store, body.filter));
    if (matching.length <= MOST_DELETED_AT_ONCE) {
      for (const row of matching) remove(row);
      return { status: 200, body: { kind: 'sync', deleted: matching.length, skipped: 0, skipped_payload: [] } };
    }
    context.later(JOB_AFTER_MS, () => {
      for (const row of matching) if (store.rows.has(row.id)) remove(row);
    });
    const total = matching.length;
    const job = { kind: 'async', job_id: context.random.uuid(), status: 'pending', total_leads: total };
    return { status: 202, body: { ...job, chunks_total: Math.ceil(total / CHUNK) } };
  }

  return { 'leads.bulk': bulk, 'leads.bulkDelete': bulkDelete };
}
