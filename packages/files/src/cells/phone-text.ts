import { cleanText } from '@leadwire/core/phone';
import { type Cell, filledText } from './cell.ts';

const PLAIN = /^[\x20-\x7E]*$/;

/** A phone's cell without what spreadsheets and exports put around it: `'+91…`, `="0171…"`, `919999999999.0`, `9,876,543,210`, `p:+91…`. */
export function phoneText(cell: Cell): string {
  const filled = filledText(cell);
  const text = PLAIN.test(filled) ? filled : cleanText(filled);
  const first = text.charCodeAt(0);
  if (first === 0x27 || first === 0x3d) {
    const inner = /^'?(?:="?)?([^"]*)"?$/.exec(text);
    return (inner?.[1] ?? text).trim();
  }
  if (first === 0x70 && text.startsWith('p:')) return text.slice(2).trim();
  if (/^\d{1,3}(,\d{3}){2,}$/.test(text)) return text.replaceAll(',', '');
  return text.endsWith('0') && /^\+?\d{6,15}\.0+$/.test(text) ? text.replace(/\.0+$/, '') : text;
}
