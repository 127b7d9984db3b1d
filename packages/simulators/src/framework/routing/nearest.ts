import { distance } from 'fastest-levenshtein';

/** A name that is part of another is near to it, however long the other is: `cut` and `cut-before`. */
const unlikeness = (a: string, b: string) => (a !== '' && (b.includes(a) || a.includes(b)) ? 0 : distance(a, b));

/** The names that are most like one that does not exist, for the message that refuses it: `leads.create, leads.update`. */
export function nearest(name: string, names: Iterable<string>, shown = 3): string {
  const costs = Array.from(new Set(names), (each) => ({ each, cost: unlikeness(name, each) }));
  const best = costs.sort((a, b) => a.cost - b.cost).slice(0, shown);
  return best.map(({ each }) => each).join(', ');
}
