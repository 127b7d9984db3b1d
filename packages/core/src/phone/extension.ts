/** Punctuation that libphonenumber allows inside a number; the dash comes first, so that it stands for itself in brackets. */
export const PUNCTUATION =
  '-\u2010-\u2015\u2212\u30FC\uFF0D\uFF0F/\uFF0E. \u00A0\u00AD\u200B\u2060\u3000()\uFF08\uFF09\uFF3B\uFF3D\\[\\]~\u2053\u223C\uFF5E';

const BEFORE_LABEL = '[ \u00A0\\t,]*';
const BEFORE_COMMAS = '[ \u00A0\\t]*';
const AFTER_LABEL = '[:.\uFF0E]?[ \u00A0\\t,-]*';
const LABEL = '(?:e?xt(?:ensi(?:o\u0301?|\u00F3))?n?|\uFF45?\uFF58\uFF54\uFF4E?|\u0434\u043E\u0431|anexo)';
const AMBIGUOUS_LABEL = '(?:[x\uFF58#\uFF03~\uFF5E]|int|\uFF49\uFF4E\uFF54)';

/**
 * How extensions are written, with fewer digits the less clear it is that they are one; the same as libphonenumber-js has.
 * @see https://github.com/google/libphonenumber/blob/master/javascript/i18n/phonenumbers/phonenumberutil.js
 */
export const EXTENSION: string = [
  ';ext=(\\d{1,20})',
  `${BEFORE_LABEL}${LABEL}${AFTER_LABEL}(\\d{1,20})#?`,
  `${BEFORE_LABEL}${AMBIGUOUS_LABEL}${AFTER_LABEL}(\\d{1,9})#?`,
  '[- ]+(\\d{1,6})#',
  `${BEFORE_COMMAS}(?:,{2}|;)${AFTER_LABEL}(\\d{1,15})#?`,
  `${BEFORE_COMMAS}(?:,)+${AFTER_LABEL}(\\d{1,9})#?`,
].join('|');

const AT_END = new RegExp(`(?:${EXTENSION})$`, 'i');

/** The number and the extension behind it. */
export function splitExtension(text: string): { readonly number: string; readonly extension: string | undefined } {
  const match = AT_END.exec(text);
  if (match === null) return { number: text, extension: undefined };
  return { number: text.slice(0, match.index), extension: match.slice(1).find(Boolean) };
}
