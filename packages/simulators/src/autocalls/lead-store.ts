import { createKeyIndex } from '../framework/state/key-index.ts';
import { createSequence, type Variables } from './world.ts';

/** A lead, kept small: a million of them must fit in memory. */
export interface LeadRow {
  readonly id: number;
  campaignId: number;
  phone: string;
  variables: Variables | undefined;
  status: string;
  readonly createdAt: number;
  updatedAt: number;
  tries: number;
  /** The lead whose secondary contact this is. */
  readonly primary: LeadRow | undefined;
  secondaries: LeadRow[] | undefined;
}

export interface LeadStore {
  readonly rows: Map<number, LeadRow>;
  add(draft: Pick<LeadRow, 'campaignId' | 'phone' | 'variables' | 'createdAt' | 'primary'>): LeadRow;
  /** Removes the lead with its secondary contacts. Returns everything that was removed. */
  remove(row: LeadRow): LeadRow[];
  changePhone(row: LeadRow, phone: string): void;
  has(phone: string, campaignId: number): boolean;
  /** Leads that may hold this part of a number: few where it is the start of one, else all. */
  candidates(part: string | undefined): Iterable<LeadRow>;
  reset(): void;
}

/** The key of a number is its first characters: all of a North American one. */
const KEY_LENGTH = 12;

export function createLeadStore(rows: Map<number, LeadRow>): LeadStore {
  const index = createKeyIndex<LeadRow>();
  const ids = createSequence();

  const keyOf = (phone: string) => (phone.length > KEY_LENGTH ? phone.slice(0, KEY_LENGTH) : phone);
  const file = (row: LeadRow) => index.put(keyOf(row.phone), row);
  const unfile = (row: LeadRow) => index.take(keyOf(row.phone), row);

  return {
    rows,
    add(draft) {
      const row: LeadRow = {
        id: ids.next(),
        campaignId: draft.campaignId,
        phone: draft.phone,
        variables: draft.variables,
        status: 'created',
        createdAt: draft.createdAt,
        updatedAt: draft.createdAt,
        tries: 0,
        primary: draft.primary,
        secondaries: undefined,
      };
      rows.set(row.id, row);
      file(row);
      if (row.primary !== undefined) {
        row.primary.secondaries ??= [];
        row.primary.secondaries.push(row);
      }
      return row;
    },
    remove(row) {
      const gone = [row, ...(row.secondaries ?? [])];
      for (const each of gone) {
        rows.delete(each.id);
        unfile(each);
      }
      const { primary } = row;
      if (primary?.secondaries !== undefined) {
        primary.secondaries = primary.secondaries.filter((other) => other !== row);
      }
      return gone;
    },
    changePhone(row, phone) {
      unfile(row);
      row.phone = phone;
      file(row);
    },
    has: (phone, campaignId) =>
      index.get(keyOf(phone)).some((row) => row.phone === phone && row.campaignId === campaignId),
    candidates: (part) =>
      part?.startsWith('+') && part.length >= KEY_LENGTH ? index.get(part.slice(0, KEY_LENGTH)) : rows.values(),
    reset() {
      rows.clear();
      index.clear();
      ids.reset();
    },
  };
}
