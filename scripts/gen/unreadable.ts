import { isMap, isPair, isScalar, type Pair, visit } from 'yaml';
import type { SpecFault } from './fault.ts';
import { METHODS, NAME_MAPS } from './open-api.ts';
import { regexOf } from './regex.ts';
import { type SpecFiles, shown } from './spec-files.ts';

/** Keys whose values are data, whatever they look like. */
const DATA = new Set<unknown>(['example', 'examples', 'default', 'const', 'enum']);

/** What is valid but cannot be generated from: it would be lost, or change its meaning. */
export function unreadableFaults(files: SpecFiles): SpecFault[] {
  const faults: SpecFault[] = [];
  for (const { path, document, lines } of files.values()) {
    visit(document, {
      Pair(_, pair, ancestors) {
        const key = isScalar(pair.key) ? pair.key : undefined;
        if (key === undefined) return;
        const named = isPair(ancestors.at(-2)) && (ancestors.at(-2) as Pair<unknown>).key;
        const isName = isScalar(named) && NAME_MAPS.has(String(named.value));
        if (!isName && DATA.has(key.value)) return visit.SKIP;
        const wrong = wrongKey(key.value) ?? (isName ? wrongNamed : wrongWord)(String(key.value), pair);
        if (wrong === undefined) return;
        faults.push({ file: shown(path), line: lines.linePos(key.range?.[0] ?? 0).line, message: wrong });
      },
    });
  }
  return faults;
}

/** Names that JavaScript objects have already: the tools that read a document trip over them. */
const wrongKey = (key: unknown): string | undefined =>
  key === '__proto__' || key === 'hasOwnProperty' ? `a field cannot be called '${key}'` : undefined;

function wrongWord(key: string, { value }: Pair): string | undefined {
  const text = isScalar(value) ? value.value : undefined;
  if (key === '$dynamicRef') return '$dynamicRef is not supported: use $ref';
  if (key === '$ref' && typeof text !== 'string') return '$ref is no text';
  if (key === '$ref' && typeof text === 'string' && /#[^/]/.test(text))
    return `$ref '${text}' names an anchor: use a JSON pointer`;
  if (key === 'pattern' && typeof text === 'string' && regexOf(text) === undefined)
    return `pattern '${text}' is no regular expression`;
  return undefined;
}

/** A path item may have a `$ref` and operations of its own; only what it refers to would be read. */
function wrongNamed(key: string, { value }: Pair): string | undefined {
  if (!isMap(value) || !value.has('$ref')) return undefined;
  const beside = METHODS.find((method) => value.has(method));
  return beside && `'${beside}' of ${key} stands beside a $ref: move it to where that leads`;
}
