import type { Reading } from './library.ts';

/**
 * Whether a number is written in the groups of its national format, whatever stands between them: `656-429-1234` in the US, `98765 43210` in India.
 * Groups that could as well be those of the international format without its `+` say nothing, unless the punctuation is that of the national one.
 */
export function isGroupedNationally(text: string, national: Reading, international: Reading): boolean {
  const groups = groupsOf(text);
  if (!groups.includes(' ')) return false;
  const { number } = national;
  const formats = [number.formatNational(), number.formatNational({ nationalPrefix: false })];
  if (formats.some((format) => format.includes('(') && format === text.trim())) return true;
  return formats.map(groupsOf).includes(groups) && groupsOf(international.number.formatInternational()) !== groups;
}

const groupsOf = (text: string): string => (text.match(/\d+/g) ?? []).join(' ');
