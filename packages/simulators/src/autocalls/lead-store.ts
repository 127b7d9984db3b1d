import type { Lead } from '@leadwire/generated-autocalls';
import { IndexedTable } from '../framework/state/indexed-table.ts';
import type { Variables } from './world.ts';

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

/** The key of a number is its first characters: all of a North American one. */
const KEY_LENGTH = 12;
const keyOf = (phone: string) => (phone.length > KEY_LENGTH ? phone.slice(0, KEY_LENGTH) : phone);

/** The account's leads; secondary contacts are leads too. */
export class LeadStore extends IndexedTable<number, LeadRow, Lead> {
  #last = 0;

  constructor(view: (row: LeadRow) => Lead) {
    super(view, ({ phone }) => [keyOf(phone)]);
  }

  create({
    campaignId,
    phone,
    variables,
    createdAt,
    primary,
  }: Pick<LeadRow, 'campaignId' | 'phone' | 'variables' | 'createdAt' | 'primary'>): LeadRow {
    this.#last += 1;
    const times = { createdAt, updatedAt: createdAt };
    const fresh = { status: 'created', tries: 0, secondaries: undefined };
    const row = this.insert({ id: this.#last, campaignId, phone, variables, primary, ...times, ...fresh });
    if (primary !== undefined) primary.secondaries = [...(primary.secondaries ?? []), row];
    return row;
  }

  /** Removes the lead with its secondary contacts. Returns everything that was removed. */
  removeAll(row: LeadRow): LeadRow[] {
    const gone = [row, ...(row.secondaries ?? [])];
    for (const each of gone) this.remove(each);
    const { primary } = row;
    if (primary !== undefined) primary.secondaries = primary.secondaries?.filter((other) => other !== row);
    return gone;
  }

  has(phone: string, campaignId: number): boolean {
    return this.withKey(keyOf(phone)).some((row) => row.phone === phone && row.campaignId === campaignId);
  }

  /** Leads that may hold this part of a number: few where it is the start of one, else all. */
  candidates(part: string | undefined): Iterable<LeadRow> {
    return part?.startsWith('+') && part.length >= KEY_LENGTH ? this.withKey(keyOf(part)) : this.rows.values();
  }

  override reset(): void {
    super.reset();
    this.#last = 0;
  }
}
