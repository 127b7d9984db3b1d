/** More slips than these are another word. */
const MAX_SLIPS = 2;

/** The known name that a misspelled one most likely means: `email` for `emial`. */
export function nearestName(names: readonly string[], given: string): string | undefined {
  const slips = names.map((name) => ({ name, slips: editDistance(name.toLowerCase(), given.toLowerCase()) }));
  slips.sort((a, b) => a.slips - b.slips);
  const [nearest] = slips;
  const isNear = nearest !== undefined && nearest.slips <= MAX_SLIPS && nearest.slips < given.length / 2;
  return isNear ? nearest.name : undefined;
}

/** How many letters must be added, dropped, changed or swapped with the next. */
function editDistance(one: string, other: string): number {
  if (Math.abs(one.length - other.length) > MAX_SLIPS || Math.max(one.length, other.length) > 100) return MAX_SLIPS + 1;
  let [before, last]: [number[], number[]] = [[], Array.from({ length: other.length + 1 }, (_, index) => index)];
  for (let row = 1; row <= one.length; row++) {
    const current = [row];
    for (let column = 1; column <= other.length; column++) {
      const change = (last[column - 1] ?? 0) + Number(one[row - 1] !== other[column - 1]);
      const isSwap = row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      const swap = isSwap ? (before[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY;
      current.push(Math.min((last[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, change, swap));
    }
    [before, last] = [last, current];
  }
  return last[other.length] ?? 0;
}
