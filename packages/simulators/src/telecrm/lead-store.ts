import type { TimelineAction } from '@leadwire/generated-telecrm';
import type { SimulatorContext } from '../framework/provider.ts';
import { type Collection, createTable } from '../framework/state/collection.ts';

export interface ActionRow {
  readonly id: string;
  readonly type: string;
  readonly createdAt: number;
  modifiedAt: number;
  readonly performer: string;
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
interface TelecrmLead {
  readonly id: string;
  readonly fields: Readonly<Record<string, unknown>>;
  /** Newest first. */
  readonly actions: readonly TimelineAction[];
}

/** An entry that telecrm adds to a timeline. */
type TimelineEntry = { readonly type: string } & Readonly<Record<string, unknown>>;

export interface LeadCollection extends Collection<string, TelecrmLead> {
  /** By the identifier in any of its spellings. */
  byIdentifier(value: string): TelecrmLead | undefined;
}

export interface LeadStore {
  readonly rows: ReadonlyMap<string, LeadRow>;
  readonly collection: LeadCollection;
  /** Adds a lead as if another client had: no request, no effect. Field values are not checked. */
  add(fields: Readonly<Record<string, unknown>>): TelecrmLead;
  /** Adds an entry to a timeline as telecrm does: a call, a message. */
  addEntry(leadId: string, action: TimelineEntry): TimelineAction;
  byKey(key: string): LeadRow | undefined;
  newestFirst(): IterableIterator<LeadRow>;
  insert(key: string, fields: Record<string, unknown>): LeadRow;
  addAction(row: LeadRow, type: string, body: Readonly<Record<string, unknown>>): ActionRow;
  reset(): void;
}

interface LeadStoreParts {
  readonly keyOf: (value: unknown) => string | undefined;
  readonly identifier: () => string;
  /** Who performs the actions. */
  readonly performer: string;
}

const NO_ACTIONS: ActionRow[] = [];

export function toTimelineAction(row: ActionRow): TimelineAction {
  return {
    id: row.id,
    type: row.type,
    ...row.body,
    creationTimestamp: row.createdAt,
    modificationTimestamp: row.modifiedAt,
    employeeid: row.performer,
  };
}

export const shownFields = (row: LeadRow): Record<string, unknown> => ({
  ...row.fields,
  created_on: row.createdAt,
  modified_on: row.modifiedAt,
});

export function createLeadStore(
  context: SimulatorContext,
  { keyOf, identifier, performer }: LeadStoreParts,
): LeadStore {
  const keys = new Map<string, LeadRow>();
  const inOrder: LeadRow[] = [];
  const view = (row: LeadRow): TelecrmLead => ({
    id: row.id,
    fields: shownFields(row),
    actions: row.actions.map(toTimelineAction).reverse(),
  });
  const table = createTable<string, LeadRow, TelecrmLead>(view);

  function insert(key: string, fields: Record<string, unknown>): LeadRow {
    const now = context.now();
    const row: LeadRow = {
      id: context.random.hex(24),
      key,
      createdAt: now,
      modifiedAt: now,
      fields,
      actions: NO_ACTIONS,
    };
    table.rows.set(row.id, row);
    keys.set(key, row);
    inOrder.push(row);
    return row;
  }

  function addAction(row: LeadRow, type: string, body: Readonly<Record<string, unknown>>): ActionRow {
    const now = context.now();
    const action: ActionRow = { id: context.random.hex(24), type, createdAt: now, modifiedAt: now, performer, body };
    if (row.actions === NO_ACTIONS) row.actions = [action];
    else row.actions.push(action);
    return action;
  }

  return {
    rows: table.rows,
    collection: Object.assign(table.collection, {
      byIdentifier(value: string) {
        const row = keys.get(keyOf(value) ?? '');
        return row === undefined ? undefined : table.collection.get(row.id);
      },
    }),
    add(fields) {
      const key = keyOf(fields[identifier()]);
      if (key === undefined || keys.has(key)) throw new Error('The identifier is missing or taken');
      return view(insert(key, { ...fields }));
    },
    addEntry(leadId, { type, ...body }) {
      const row = table.rows.get(leadId);
      if (row === undefined) throw new Error(`There is no lead ${leadId}`);
      return toTimelineAction(addAction(row, type, body));
    },
    byKey: (key) => keys.get(key),
    *newestFirst() {
      for (let at = inOrder.length - 1; at >= 0; at -= 1) yield inOrder[at] as LeadRow;
    },
    insert,
    addAction,
    reset() {
      table.rows.clear();
      keys.clear();
      inOrder.length = 0;
    },
  };
}
