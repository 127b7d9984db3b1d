import { posix } from 'node:path';
import { importsOf } from './imports.ts';
import type { Sources } from './rules.ts';

/** Files that import each other in a circle, types included: `a.ts > b.ts > a.ts`. Each circle once. */
export function importCircles(sources: Sources): string[] {
  const finished = new Set<string>();
  const circles: string[] = [];
  const visit = (file: string, way: readonly string[]): void => {
    const start = way.indexOf(file);
    if (start >= 0) circles.push([...way.slice(start), file].join(' > '));
    if (start >= 0 || finished.has(file)) return;
    for (const next of neighboursOf(file, sources)) visit(next, [...way, file]);
    finished.add(file);
  };
  for (const file of sources.keys()) visit(file, []);
  return circles;
}

const neighboursOf = (file: string, sources: Sources): string[] =>
  importsOf(sources.get(file) ?? '')
    .filter(({ specifier }) => specifier.startsWith('.'))
    .map(({ specifier }) => posix.join(posix.dirname(file), specifier))
    .filter((target) => sources.has(target));
