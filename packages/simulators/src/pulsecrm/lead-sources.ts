import type { LeadSource, PulsecrmApi } from '@leadwire/generated-pulsecrm';
import type { CallOf } from '../framework/provider.ts';
import { AccountRecords, type AccountRow } from './account-records.ts';
import { byAdmin, type World } from './world.ts';

/** A source that existed before the test: no call of the API makes one. Leads of its team must then name a source. */
export interface LeadSourceDraft {
  readonly id?: number;
  readonly name?: string;
  readonly active?: boolean;
  readonly accountId?: string;
  readonly teamId?: number;
}

interface SourceRow extends AccountRow {
  /** The team that requires it; the API never shows it. */
  readonly teamId: number | undefined;
  name: string;
  active: boolean;
}

/** The sources of leads. assumption: leads that name a deleted source keep its id. */
export class LeadSources extends AccountRecords<SourceRow, LeadSource> {
  constructor(world: World) {
    super(world, {
      operations: 'leadSources',
      title: 'Lead source',
      resource: 'leadSource',
      names: ['name', 'active'],
      view: (row, accountId) => ({ id: row.id, name: row.name, accountId, active: row.active, ...byAdmin(row) }),
      change(row, call) {
        const { name = row.name, active = row.active } = (call as CallOf<PulsecrmApi, 'leadSources.update'>).body;
        Object.assign(row, { name, active });
        return undefined;
      },
    });
  }

  add({ id = this.nextId, name = `Source ${id}`, active = true, accountId, teamId }: LeadSourceDraft): LeadSource {
    return this.view(this.insert({ accountId, teamId, name, active }, id));
  }
}
