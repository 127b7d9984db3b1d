import { clean } from '../clean-text.ts';

const SHOWN_ROWS = 5;
const MOST_GROUPS = 30;

/** The reason of a row names the earlier one: it is given once for all. */
const SAME_PHONE = 'the phone number of an earlier row';

interface Group {
  count: number;
  readonly text: string;
  readonly rows: number[];
}

/** Groups rows by reason, with a few row numbers each. */
export class Reasons {
  readonly #groups = new Map<string, Group>();

  /** @param code - groups rows whose texts differ under one reason */
  add(code: string, text: string, row: number): void {
    let group = this.#groups.get(code);
    if (group === undefined) {
      const full = this.#groups.size >= MOST_GROUPS;
      const key = full ? 'other' : code;
      group = this.#groups.get(key) ?? { count: 0, text: full ? 'other reasons' : clean(text), rows: [] };
      this.#groups.set(key, group);
    }
    group.count++;
    if (group.rows.length < SHOWN_ROWS) group.rows.push(row);
  }

  /** Rows are grouped by their code; where its reason names a rule or a fault, by the reason. */
  addRow({
    row,
    code,
    reason,
  }: {
    readonly row: number;
    readonly code?: string | undefined;
    readonly reason: string;
  }): void {
    const isSpecific = code === undefined || code === 'skip-rule' || code === 'broken-row';
    this.add(isSpecific ? reason : code, code === 'same-phone' ? SAME_PHONE : reason, row);
  }

  get isEmpty(): boolean {
    return this.#groups.size === 0;
  }

  /** One line a reason, most rows first. */
  lines(indent: string): string[] {
    const groups = [...this.#groups.values()].sort((a, b) => b.count - a.count);
    const width = String(groups[0]?.count ?? 0).length;
    return groups.map(({ count, text, rows }) => {
      const more = count > rows.length ? ', …' : '';
      return `${indent}${String(count).padStart(width)}  ${text}  (${count === 1 ? 'row' : 'rows'} ${rows.toSorted((a, b) => a - b).join(', ')}${more})`;
    });
  }
}
