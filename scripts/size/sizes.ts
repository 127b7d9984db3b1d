import { readFileSync } from 'node:fs';

/** What was measured when `pnpm size --write` ran last, in KiB after gzip. */
export interface Sizes {
  readonly call: number;
  readonly callInOneFile: number;
  /** The client of each provider, without phone metadata. */
  readonly clients: Readonly<Record<string, number>>;
}

export const SIZES_FILE = new URL('sizes.json', import.meta.url);
export const readSizes = (): Sizes => JSON.parse(readFileSync(SIZES_FILE, 'utf8')) as Sizes;

/** What a bundle may grow before a person has to look, as a share. */
const SLACK = 0.05;

/** What became larger than the slack allows, one line each; what was not measured before has nothing to be compared with. */
export function growth(known: Sizes, found: Sizes): string[] {
  const before = flat(known);
  return Object.entries(flat(found))
    .filter(([name, size]) => size > (before[name] ?? size) * (1 + SLACK))
    .map(([name, size]) => `${name}: ${size} KiB, was ${before[name]} KiB; pnpm size --write accepts it`);
}

const flat = ({ clients, ...calls }: Sizes): Record<string, number> => ({ ...calls, ...clients });

/** Modules that may not be loaded later, or not be there at all; one line for each that is wrong. */
export function misplaced(eager: readonly string[], all: readonly string[]): string[] {
  // A chunk that fails to load just when a connection broke would lose the look-up.
  const needed = ['core/dist/create-client.js', 'core/dist/errors.js'];
  return [
    ...needed.filter((name) => !eager.some((path) => path.endsWith(name))).map((name) => `${name} is loaded later`),
    // A program that only makes calls sends no neutral lead.
    ...eager.filter((path) => path.endsWith('core/dist/target/index.js')).map((path) => `${path} is not loaded later`),
    ...all
      .filter((path) => /metadata\.(min|mobile)\.json/.test(path))
      .map((path) => `a second set of phone metadata: ${path}`),
    ...all.filter((path) => /zod\/.*locales\/(?!en\.)/.test(path)).map((path) => `a locale of zod is bundled: ${path}`),
  ];
}
