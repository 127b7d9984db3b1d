import { type E164, PHONE_ADVICE, type PhoneReason, parsePhone } from '@leadwire/core/phone';
import { type Cell, cellText, type Row } from '../table.ts';
import { checkCountry } from './country.ts';
import { FirstSeen } from './first-seen.ts';

/** What a row comes to before anything is sent. */
export type Verdict =
  | {
      readonly kind: 'ready';
      readonly phone: E164;
      /** False where the number is possible, but of no range that its country has given out. */
      readonly valid: boolean;
    }
  | {
      readonly kind: 'rejected';
      readonly code: PhoneReason | 'broken-row' | 'no-phone' | 'no-key' | 'bad-key';
      readonly reason: string;
    }
  | { readonly kind: 'duplicate'; readonly code: 'same-phone'; readonly reason: string };

export interface JudgeOptions {
  readonly phoneOf: (cells: readonly Cell[]) => string;
  readonly country: string | undefined;
  /** Index of the column that holds the key of each row. */
  readonly keyColumn: number | undefined;
  /** About how many rows there are. */
  readonly expectedRows?: number | undefined;
}

const NO_PHONE: Verdict = { kind: 'rejected', code: 'no-phone', reason: 'has no phone number' };
const NO_KEY: Verdict = { kind: 'rejected', code: 'no-key', reason: 'has nothing in the column of --key' };

const BAD_KEY: Verdict = {
  kind: 'rejected',
  code: 'bad-key',
  reason: 'has more than 255 characters, or a line end, in the column of --key',
};

const REJECTED = new Map<PhoneReason, Verdict>(
  (Object.keys(PHONE_ADVICE) as PhoneReason[]).map((code) => [
    code,
    { kind: 'rejected', code, reason: adviceFor(code) },
  ]),
);

/** Makes the function that judges rows in the order of the file: phone, then whether it came before. */
export function createJudge(options: JudgeOptions): (row: Row) => Verdict {
  const { phoneOf, country, keyColumn, expectedRows } = options;
  const seen = new FirstSeen(expectedRows);
  const phoneOptions = { defaultCountry: checkCountry(country) };
  return ({ row, cells, fault }) => {
    if (fault !== undefined) return { kind: 'rejected', code: 'broken-row', reason: fault };
    const written = phoneOf(cells);
    if (written === '') return NO_PHONE;
    const phone = parsePhone(written, phoneOptions);
    if (!phone.ok) return REJECTED.get(phone.error.reason) ?? NO_PHONE;
    if (keyColumn !== undefined) {
      const key = cellText(cells[keyColumn]);
      if (key === '') return NO_KEY;
      if (key.length > 255 || /\p{Cc}/u.test(key)) return BAD_KEY;
    }
    const before = seen.see(phone.value.e164, row);
    if (before !== undefined)
      return { kind: 'duplicate', code: 'same-phone', reason: `has the phone number of row ${before}` };
    return { kind: 'ready', phone: phone.value.e164, valid: phone.value.valid };
  };
}

/** What to do about a phone, in the words of this command. */
function adviceFor(reason: PhoneReason): string {
  if (reason === 'needs-country')
    return 'phone has no country: write it with + and the country calling code, or give --country';
  return `phone ${PHONE_ADVICE[reason]}`;
}
