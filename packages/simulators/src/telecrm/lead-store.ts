import type { TimelineAction } from '@leadwire/generated-telecrm';
import type { SimulatorContext } from '../framework/provider.ts';
import { IndexedTable } from '../framework/state/indexed-table.ts';

export interface ActionRow {
  readonly id: string;
  readonly type: string;
  readonly createdAt: number;
  modifiedAt: number;
  /** All but the above: `fields` of a custom action, status, currency and amount of a payment. */
  body: Readonly<Record<string, unknown>>;
}

/** A lead, kept small: a million of them must fit in memory. */
export interface LeadRow {
  readonly id: string;
  /** Its identifier, as it is compared. */
  readonly key: string;
  readonly createdAt: number;
  modifiedAt: number;
  fields: Record<string, unknown>;
  actions: ActionRow[];
}

/** A lead as a test sees it. */
export interface TelecrmLead {
  readonly id: string;
  readonly fields: Readonly<Record<string, unknown>>;
  /** Newest first. */
  readonly actions: readonly TimelineAction[];
}

// assumption: the workspace's admin is shown as the performer of everything that the API does.
export const PERFORMER = 'admin@example.com';

const NO_ACTIONS: ActionRow[] = [];

export const toTimelineAction = (row: ActionRow): TimelineAction => ({
  id: row.id,
  type: row.type,
  ...row.body,
  creationTimestamp: row.createdAt,
  modificationTimestamp: row.modifiedAt,
  employeeid: PERFORMER,
});

export const shownFields = (row: LeadRow): Record<string, unknown> => ({
  ...row.fields,
  created_on: row.createdAt,
  modified_on: row.modifiedAt,
});

const toLead = (row: LeadRow): TelecrmLead => ({
  id: row.id,
  fields: shownFields(row),
  actions: row.actions.map(toTimelineAction).reverse(),
});

/** The workspace's leads and their timelines. */
export class LeadStore extends IndexedTable<string, LeadRow, TelecrmLead> {
  readonly #context: SimulatorContext;

  constructor(context: SimulatorContext) {
    super(toLead, ({ key }) => [key]);
    this.#context = context;
  }

  byKey(key: string | undefined): LeadRow | undefined {
    return key === undefined ? undefined : this.withKey(key)[0];
  }

  create(key: string, fields: Record<string, unknown>): LeadRow {
    const now = this.#context.now();
    const id = this.#context.random.hex(24);
    return this.insert({ id, key, createdAt: now, modifiedAt: now, fields, actions: NO_ACTIONS });
  }

  addAction(row: LeadRow, type: string, body: Readonly<Record<string, unknown>>): ActionRow {
    const now = this.#context.now();
    const action: ActionRow = { id: this.#context.random.hex(24), type, createdAt: now, modifiedAt: now, body };
    if (row.actions === NO_ACTIONS) row.actions = [action];
    else row.actions.push(action);
    return action;
  }
}
