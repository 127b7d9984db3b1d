import { IndexedTable } from '../framework/state/indexed-table.ts';
import { type LeadRow, leadView, type ShownLead } from './lead-view.ts';

const isFilled = (value: unknown): value is string => typeof value === 'string' && value !== '';

/** The leads of all accounts. */
export class LeadStore extends IndexedTable<number, LeadRow, ShownLead> {
  #last = 0;

  constructor() {
    super(leadView, ({ fields }) => [fields.phone, fields.email].filter(isFilled));
  }

  create(draft: Omit<LeadRow, 'id' | 'updatedAt' | 'events'>): LeadRow {
    this.#last += 1;
    return this.insert({ id: this.#last, ...draft, updatedAt: draft.createdAt, events: undefined });
  }

  /** Leads that may pass these filters: few where one names a phone or an e-mail address, else all. */
  candidates({ phone, email }: { readonly phone?: unknown; readonly email?: unknown }): Iterable<LeadRow> {
    const key = [phone, email].find(isFilled);
    return key === undefined ? this.rows.values() : this.withKey(key);
  }

  override reset(): void {
    super.reset();
    this.#last = 0;
  }
}
