import { Lengths } from './lengths.ts';
import { NumberTypes } from './number-type.ts';
import { Pattern } from './pattern.ts';
import type { PlanRow } from './plan-row.ts';

/** How one country numbers its phones, or one calling code that belongs to no country. */
export class NumberingPlan {
  readonly callingCode: string;
  readonly region: string | undefined;
  readonly lengths: Lengths;
  readonly #pattern: Pattern;
  readonly #types: NumberTypes | undefined;
  readonly #leadingDigits: Pattern | string | undefined;
  readonly #iddPrefix: Pattern | undefined;
  readonly #nationalPrefix: Pattern | string | undefined;
  readonly #transformRule: string | undefined;

  constructor(row: PlanRow, region: string | undefined) {
    const [callingCode, iddPrefix, pattern, lengths] = row;
    const nationalPrefix = row[7] || row[5];
    const leadingDigits = row[10];
    const types = row[11];
    this.callingCode = callingCode;
    this.region = region;
    this.lengths = new Lengths(lengths);
    this.#pattern = Pattern.whole(pattern);
    this.#types = types && types.length > 0 ? new NumberTypes(types, { pattern, lengths: this.lengths }) : undefined;
    this.#leadingDigits = leadingDigits ? plainOrPattern(leadingDigits) : undefined;
    this.#iddPrefix = iddPrefix ? Pattern.start(iddPrefix) : undefined;
    this.#nationalPrefix = nationalPrefix ? plainOrPattern(nationalPrefix) : undefined;
    this.#transformRule = row[8] || undefined;
  }

  /** Whether the number fits the plan as a whole; now and then it does with a length that the plan does not have. */
  fits(national: string): boolean {
    return this.#pattern.test(national);
  }

  /** `MOBILE`, `FIXED_LINE` and so on; undefined for numbers of no type, and where the metadata has no types. */
  type(national: string): string | undefined {
    return this.#types?.of(national);
  }

  /** Without types in the metadata, a number that fits the plan is as valid as can be told. */
  get hasTypes(): boolean {
    return this.#types !== undefined;
  }

  /** Whether the number is this country's, among those that share its calling code. */
  claims(national: string): boolean {
    const leading = this.#leadingDigits;
    if (leading === undefined) return this.type(national) !== undefined;
    return typeof leading === 'string' ? national.startsWith(leading) : leading.test(national);
  }

  /** The digits behind the prefix that is dialled here for numbers abroad; undefined when they begin with none. */
  withoutIddPrefix(digits: string): string | undefined {
    const match = this.#iddPrefix?.exec(digits);
    if (!match) return undefined;
    const called = digits.slice(match[0].length);
    // No calling code begins with 0.
    return called === '' || called.startsWith('0') ? undefined : called;
  }

  /** The number without the national prefix and carrier code it begins with, or with the area code that local numbers lack. */
  withoutNationalPrefix(digits: string): string {
    const prefix = this.#nationalPrefix;
    if (prefix === undefined) return digits;
    if (typeof prefix === 'string') return digits.startsWith(prefix) ? digits.slice(prefix.length) : digits;
    const match = prefix.exec(digits);
    if (match === null) return digits;
    const captured = match.length > 1 && Boolean(match.at(-1));
    if (captured && this.#transformRule !== undefined) return digits.replace(prefix.expression, this.#transformRule);
    return digits.slice(match[0].length);
  }
}

const plainOrPattern = (source: string): Pattern | string => (/^\d+$/.test(source) ? source : Pattern.start(source));
