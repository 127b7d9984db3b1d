import type { LeadInput } from '@leadwire/generated-pulsecrm';
import { createKeyIndex } from '../framework/state/key-index.ts';

/** Something that happened to a lead after it was made. */
export interface LeadEvent {
  readonly event: 'lead_updated' | 'lead_archived' | 'lead_unarchived';
  readonly at: number;
  readonly user: string;
  readonly apiKey: string | undefined;
  readonly method: string;
}

/** A lead, kept small: a million of them must fit in memory. */
export interface LeadRow {
  readonly id: number;
  readonly accountId: string;
  /** As it was sent; a change makes a new one. */
  fields: LeadInput;
  assignedTo: string | undefined;
  createdBy: string;
  /** The key that made it, if one did. */
  readonly apiKey: string | undefined;
  archived: boolean;
  readonly createdAt: number;
  updatedAt: number;
  events: LeadEvent[] | undefined;
}

export interface LeadStore {
  readonly rows: Map<number, LeadRow>;
  add(draft: Omit<LeadRow, 'id' | 'updatedAt' | 'events'>): LeadRow;
  change(row: LeadRow, fields: LeadInput): void;
  remove(row: LeadRow): void;
  /** Leads that may pass these filters: few where one names a phone or an e-mail address, else all. */
  candidates(filters: { readonly phone?: unknown; readonly email?: unknown }): Iterable<LeadRow>;
  reset(): void;
}

export function createLeadStore(rows: Map<number, LeadRow>): LeadStore {
  const byPhone = createKeyIndex<LeadRow>();
  const byEmail = createKeyIndex<LeadRow>();
  let lastId = 0;

  const file = (row: LeadRow) => {
    if (row.fields.phone) byPhone.put(row.fields.phone, row);
    if (row.fields.email) byEmail.put(row.fields.email, row);
  };
  const unfile = (row: LeadRow) => {
    if (row.fields.phone) byPhone.take(row.fields.phone, row);
    if (row.fields.email) byEmail.take(row.fields.email, row);
  };

  return {
    rows,
    add({ accountId, fields, assignedTo, createdBy, apiKey, archived, createdAt }) {
      lastId += 1;
      const row: LeadRow = {
        id: lastId,
        accountId,
        fields,
        assignedTo,
        createdBy,
        apiKey,
        archived,
        createdAt,
        updatedAt: createdAt,
        events: undefined,
      };
      rows.set(row.id, row);
      file(row);
      return row;
    },
    change(row, fields) {
      unfile(row);
      row.fields = fields;
      file(row);
    },
    remove(row) {
      rows.delete(row.id);
      unfile(row);
    },
    candidates({ phone, email }) {
      if (typeof phone === 'string' && phone !== '') return byPhone.get(phone);
      if (typeof email === 'string' && email !== '') return byEmail.get(email);
      return rows.values();
    },
    reset() {
      rows.clear();
      byPhone.clear();
      byEmail.clear();
      lastId = 0;
    },
  };
}
