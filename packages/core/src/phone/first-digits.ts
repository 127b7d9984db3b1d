const ALL_DIGITS = 0b11_1111_1111;

/**
 * The digits that a text must begin with to match, one bit each. Reads as much of the expression as that takes, and says all digits
 * where that is not plain to see: a text that it rules out never matches.
 */
export function firstDigits(source: string): number {
  return alternatives(source).reduce((digits, one) => digits | firstOf(one), 0);
}

/** The parts between the bars that stand in no group. */
function alternatives(source: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < source.length; at++) {
    if (source[at] === '(') depth++;
    else if (source[at] === ')') depth--;
    else if (source[at] === '|' && depth === 0) {
      parts.push(source.slice(start, at));
      start = at + 1;
    }
  }
  return [...parts, source.slice(start)];
}

function firstOf(sequence: string): number {
  const [, set, digit] = /^(?:\[([-\d]+)\]|(\d))(?![?*{])/.exec(sequence) ?? [];
  if (digit !== undefined) return 1 << Number(digit);
  if (set !== undefined) return digitsOf(set);
  const opening = /^\((?:\?:)?/.exec(sequence)?.[0];
  const end = opening === undefined ? -1 : closing(sequence);
  if (opening === undefined || end < 0 || /^[?*{]/.test(sequence.slice(end + 1))) return ALL_DIGITS;
  return firstDigits(sequence.slice(opening.length, end));
}

/** The bracket that closes the one a sequence begins with. */
function closing(sequence: string): number {
  let depth = 0;
  for (let at = 0; at < sequence.length; at++) {
    if (sequence[at] === '(') depth++;
    else if (sequence[at] === ')' && --depth === 0) return at;
  }
  return -1;
}

/** `2-57` as its digits. */
function digitsOf(set: string): number {
  let digits = 0;
  for (const [, from, to] of set.matchAll(/(\d)(?:-(\d))?/g)) {
    for (let digit = Number(from); digit <= Number(to ?? from); digit++) digits |= 1 << digit;
  }
  return digits;
}
