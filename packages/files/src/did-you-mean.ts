import { distance } from 'fastest-levenshtein';

/** The candidate that a misspelt word most likely means; undefined where none is near. Case does not count. */
export function nearestWord(word: string, candidates: readonly string[]): string | undefined {
  const wanted = word.toLowerCase();
  let nearest: string | undefined;
  let least = Math.max(1, Math.round(wanted.length * 0.4)) + 1;
  for (const candidate of candidates) {
    const slips = distance(wanted, candidate.toLowerCase());
    if (slips >= least) continue;
    nearest = candidate;
    least = slips;
  }
  return nearest;
}

/** `Did you mean topcalls?` as a list of hints, empty where nothing is near. */
export function didYouMean(word: string, candidates: readonly string[]): string[] {
  const nearest = nearestWord(word, candidates);
  return nearest === undefined ? [] : [`Did you mean ${nearest}?`];
}
