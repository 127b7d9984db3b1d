import type { Reading } from './library.ts';

/**
 * Whether a number is written in the groups of its national format, whatever stands between them: `656-429-1234` in the US, `98765 43210` in India.
 * One that could as well be the international format without its `+` is not.
 */
export function isGroupedNationally(text: string, national: Reading, international: Reading): boolean {
  const groups = groupsOf(text);
  if (!groups.includes(' ')) return false;
  const { number } = national;
  const formats = [number.formatNational(), number.formatNational({ nationalPrefix: false })].map(groupsOf);
  return formats.includes(groups) && groupsOf(international.number.formatInternational()) !== groups;
}

const groupsOf = (text: string): string => (text.match(/\d+/g) ?? []).join(' ');
