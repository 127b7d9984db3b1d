import type { LeadSource } from '@leadwire/generated-pulsecrm';
import type { Collection } from '../framework/state/collection.ts';
import { type AccountRow, createAccountRecords } from './account-records.ts';
import { type Area, byAdmin, type World } from './world.ts';

interface SourceRow extends AccountRow {
  /** The team that requires it; the API never shows it. */
  readonly teamId: number | undefined;
  name: string;
  active: boolean;
}

export interface LeadSources extends Area {
  readonly collection: Collection<number, LeadSource>;
  /** Makes a source, which no call of the API does. Leads of its team must then name a source. */
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
  const sources = createAccountRecords<SourceRow, LeadSource>(world, {
    title: 'Lead source',
    resource: 'leadSource',
    names: ['name', 'active'],
    view: (row, accountId) => ({ id: row.id, name: row.name, accountId, active: row.active, ...byAdmin(row) }),
  });
  return {
    collection: sources.collection,
    has: (accountId, id) => sources.find(accountId, id) !== undefined,
    // assumption: a source that is switched off still makes its team one that has sources.
    teamHasSources: (accountId, teamId) => sources.ofAccount(accountId).some((row) => row.teamId === teamId),
    add: ({ id, name, active = true, accountId, teamId }) => {
      const row = sources.insert({ accountId, teamId, name: name ?? '', active }, id);
      row.name = name ?? `Source ${row.id}`;
      return sources.view(row);
    },
    handlers: {
      'leadSources.list': (call) => sources.list(call, call.query),
      'leadSources.get': sources.get,
      'leadSources.update': (call) =>
        sources.withRecord(call, (row) => {
          const { name = row.name, active = row.active } = call.body;
          Object.assign(row, { name, active });
          return sources.changed(call, row);
        }),
      // assumption: leads that name the source keep its id.
      'leadSources.delete': sources.remove,
    },
    reset: sources.reset,
  };
}
