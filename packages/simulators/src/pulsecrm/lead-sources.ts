import type { LeadSource } from '@leadwire/generated-pulsecrm';
import { type Collection, createTable } from '../framework/state/collection.ts';
import { type Listing, listPage } from './list.ts';
import { type Area, accountOf, notFound, ok, time, type World } from './world.ts';

interface SourceRow {
  readonly id: number;
  /** Undefined for a source of every account. */
  readonly accountId: string | undefined;
  /** The team that requires it; the API never tells. */
  readonly teamId: number | undefined;
  name: string;
  active: boolean;
  readonly createdAt: number;
  updatedAt: number;
}

export interface LeadSources extends Area {
  readonly collection: Collection<number, LeadSource>;
  /** Makes a source; no call of the API does. Leads of its team must then name a source. */
  add(source: {
    readonly id?: number;
    readonly name?: string;
    readonly active?: boolean;
    readonly accountId?: string;
    readonly teamId?: number;
  }): LeadSource;
  has(accountId: string, id: number): boolean;
  teamHasSources(accountId: string, teamId: number): boolean;
}

export function createLeadSources(world: World): LeadSources {
  const view = (row: SourceRow, accountId = world.home): LeadSource => ({
    id: row.id,
    name: row.name,
    accountId: row.accountId ?? accountId,
    active: row.active,
    createdBy: 'admin@example.com',
    updatedBy: 'admin@example.com',
    createdAt: time(row.createdAt),
    updatedAt: time(row.updatedAt),
  });
  const { rows, collection } = createTable<number, SourceRow, LeadSource>((row) => view(row));
  let lastId = 0;

  const belongs = (row: SourceRow, accountId: string) => row.accountId === undefined || row.accountId === accountId;
  const find = (accountId: string, id: number) => {
    const row = rows.get(id);
    return row !== undefined && belongs(row, accountId) ? row : undefined;
  };
  const ofAccount = (accountId: string) => Array.from(rows.values()).filter((row) => belongs(row, accountId));
  const listing = (accountId: string): Listing<SourceRow> => ({
    names: ['name', 'active'],
    value: (row, name) => row[name as 'name' | 'active'],
    createdAt: (row) => row.createdAt,
    view: (row) => view(row, accountId),
  });

  return {
    collection,
    has: (accountId, id) => find(accountId, id) !== undefined,
    // assumption: a source that is switched off still makes its team one that has sources.
    teamHasSources: (accountId, teamId) => ofAccount(accountId).some((row) => row.teamId === teamId),
    add({ id = lastId + 1, name = `Source ${id}`, active = true, accountId, teamId }) {
      lastId = Math.max(lastId, id);
      const now = world.context.now();
      const row: SourceRow = { id, accountId, teamId, name, active, createdAt: now, updatedAt: now };
      rows.set(id, row);
      return view(row);
    },
    handlers: {
      'leadSources.list': (call) => {
        const account = accountOf(call);
        return ok(listPage(ofAccount(account), call.query, listing(account)));
      },
      'leadSources.get': (call) => {
        const row = find(accountOf(call), Number(call.params.leadSourceId));
        return row === undefined ? notFound('Lead source') : ok(view(row, accountOf(call)));
      },
      'leadSources.update': (call) => {
        const row = find(accountOf(call), Number(call.params.leadSourceId));
        if (row === undefined) return notFound('Lead source');
        if (call.body.name !== undefined) row.name = call.body.name;
        if (call.body.active !== undefined) row.active = call.body.active;
        row.updatedAt = world.context.now();
        world.record(call.operationId, 'updated', 'leadSource', row.id);
        return ok(view(row, accountOf(call)));
      },
      // assumption: leads that name the source keep its id.
      'leadSources.delete': (call) => {
        const row = find(accountOf(call), Number(call.params.leadSourceId));
        if (row === undefined) return notFound('Lead source');
        rows.delete(row.id);
        world.record(call.operationId, 'deleted', 'leadSource', row.id);
        return ok(view(row, accountOf(call)));
      },
    },
    reset() {
      rows.clear();
      lastId = 0;
    },
  };
}
