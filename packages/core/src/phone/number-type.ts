import { Lengths } from './lengths.ts';
import { Pattern } from './pattern.ts';
import type { TypeRow } from './plan-row.ts';

/** The place of each type in a plan's row, in the order in which they are tried after the fixed lines. */
const OTHER_TYPES = [
  ['MOBILE', 1],
  ['PREMIUM_RATE', 3],
  ['TOLL_FREE', 2],
  ['SHARED_COST', 9],
  ['VOIP', 8],
  ['PERSONAL_NUMBER', 4],
  ['PAGER', 7],
  ['UAN', 6],
  ['VOICEMAIL', 5],
] as const;

interface TypeRule {
  readonly name: string;
  readonly pattern: Pattern;
  readonly lengths: Lengths;
}

/** The types of a plan's numbers: fixed line, mobile and so on. */
export class NumberTypes {
  readonly #fixedLine: TypeRule | undefined;
  /** Undefined where fixed lines and mobiles have the same numbers. */
  readonly #mobile: TypeRule | undefined;
  readonly #others: readonly TypeRule[];

  constructor(rows: readonly (TypeRow | 0)[], plan: { readonly pattern: string; readonly lengths: Lengths }) {
    const rule = (name: string, row: TypeRow | 0 | undefined): TypeRule[] =>
      row && row[0] !== ''
        ? [{ name, pattern: Pattern.whole(row[0], plan.pattern), lengths: row[1] ? new Lengths(row[1]) : plan.lengths }]
        : [];
    [this.#fixedLine] = rule('FIXED_LINE', rows[0]);
    this.#others = OTHER_TYPES.flatMap(([name, place]) => rule(name, rows[place]));
    this.#mobile = this.#others[0]?.name === 'MOBILE' ? this.#others[0] : undefined;
  }

  /** The type of a national number, which fits the plan as a whole too; undefined for one of no type. */
  of(national: string): string | undefined {
    if (this.#fixedLine !== undefined && fits(this.#fixedLine, national)) {
      return this.#mobile === undefined || fits(this.#mobile, national) ? 'FIXED_LINE_OR_MOBILE' : 'FIXED_LINE';
    }
    for (const rule of this.#others) if (fits(rule, national)) return rule.name;
    return undefined;
  }
}

const fits = (rule: TypeRule, national: string): boolean =>
  rule.lengths.has(national.length) && rule.pattern.test(national);
