import { format, isDateFormat } from 'numfmt';

/** Days between the two calendars of Excel. */
const DAYS_1904 = 1462;

/** A number as its cell shows it; digits that a phone needs are kept where a cell would show 9.19877E+11. */
export type NumberText = (value: number, style: number) => string;

/**
 * @param formats - the format of each cell style
 * @param is1904 - dates are counted from 1904, as old Macs did
 */
export function createNumberText(formats: readonly string[], is1904: boolean): NumberText {
  const kinds = formats.map((code) => ({ code, isDate: isDateFormat(code), isPlain: isPlain(code) }));
  return (value, style) => {
    const kind = kinds[style];
    if (kind === undefined || kind.isPlain) return plainText(value);
    if (kind.isDate) return formatted(kind.code, is1904 ? value + DAYS_1904 : value) ?? plainText(value);
    return formatted(kind.code, value) ?? plainText(value);
  };
}

/** General, text, whole numbers and scientific notation say nothing about how a number looks that its digits do not. */
const isPlain = (code: string): boolean => /^(general|@|0|#|0?\.?0*E\+0+|#+0\.?0*E\+0+)$/i.test(code);

function plainText(value: number): string {
  if (Number.isInteger(value)) return BigInt(value).toString();
  return String(Number(value.toPrecision(15)));
}

function formatted(code: string, value: number): string | undefined {
  try {
    const text = format(code, value, { throws: true }).trim();
    return text === '' || /^#+$/.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}

/** The formats that every workbook knows by number, without those that are plain: ECMA-376, part 1, 18.8.30. */
const BUILT_IN: Readonly<Record<number, string>> = {
  2: '0.00',
  3: '#,##0',
  4: '#,##0.00',
  9: '0%',
  10: '0.00%',
  12: '# ?/?',
  13: '# ??/??',
  14: 'm/d/yyyy',
  15: 'd-mmm-yy',
  16: 'd-mmm',
  17: 'mmm-yy',
  18: 'h:mm AM/PM',
  19: 'h:mm:ss AM/PM',
  20: 'h:mm',
  21: 'h:mm:ss',
  22: 'm/d/yyyy h:mm',
  37: '#,##0 ;(#,##0)',
  38: '#,##0 ;(#,##0)',
  39: '#,##0.00;(#,##0.00)',
  40: '#,##0.00;(#,##0.00)',
  45: 'mm:ss',
  46: '[h]:mm:ss',
  47: 'mmss.0',
};

export const builtInFormat = (id: number): string => BUILT_IN[id] ?? 'General';
