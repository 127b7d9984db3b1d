import { distance } from 'fastest-levenshtein';

/** Every name that an object can have, so that the compiler notices one that is forgotten. */
export type OptionNames<Options> = Readonly<Record<keyof Options, true>>;

/** More slips than these are another word. */
const MOST_SLIPS = 2;

function meantBy(given: string, names: readonly string[]): string {
  const all = names.map((name) => ({ name, slips: distance(name.toLowerCase(), given.toLowerCase()) }));
  const [nearest] = all.sort((one, other) => one.slips - other.slips);
  const isNear = nearest !== undefined && nearest.slips <= MOST_SLIPS && nearest.slips < given.length / 2;
  return isNear ? ` (did you mean ${nearest.name}?)` : '';
}

/**
 * Refuses names that there are not: in plain JavaScript a misspelled option would be ignored, and a test would pass without its faults.
 * @param where - in front of the message: `createSimulators`
 * @throws TypeError with the name that was most likely meant
 */
export function requireKnown(where: string, given: object, known: Readonly<Record<string, true>>): void {
  const names = Object.keys(known);
  const unknown = Object.entries(given).filter(([name, value]) => value !== undefined && known[name] !== true);
  if (unknown.length === 0) return;
  const said = unknown.map(([name]) => `${name} is not an option${meantBy(name, names)}`).join(', ');
  throw new TypeError(
    `${where}: ${said}. ${names.length === 0 ? 'It has none.' : `Its options are ${names.join(', ')}.`}`,
  );
}
