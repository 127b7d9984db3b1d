/** Levenshtein distance, row by row. */
export function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, swap));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** A name that is part of another is nearer to it than the letters say: `cut` to `cut-before`. */
const unlikeness = (a: string, b: string) => (a !== '' && (b.includes(a) || a.includes(b)) ? 0 : distance(a, b));

/** The names that are most like one that does not exist, for the message that refuses it: `leads.create, leads.update`. */
export function nearest(name: string, names: Iterable<string>, shown = 3): string {
  const costs = Array.from(new Set(names), (each) => ({ each, cost: unlikeness(name, each) }));
  const best = costs.sort((a, b) => a.cost - b.cost).slice(0, shown);
  return best.map(({ each }) => each).join(', ');
}
