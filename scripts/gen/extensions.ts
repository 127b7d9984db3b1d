import { isScalar, visit } from 'yaml';
import type { SpecFault } from './fault.ts';
import { type SpecFiles, shown } from './spec-files.ts';

export const EFFECTS = [
  'read',
  'safe-repeat',
  'natural-key',
  'conflict-key',
  'keyed',
  'dup-flag',
  'queued-upsert',
  'unguarded',
] as const;

/** What is wrong with the value of an extension, or undefined. */
type Check = (value: unknown) => string | undefined;

const PREFIX = 'x-leadwire-';

/** Our extensions; specs/README.md says what they mean. The effect is checked with its operation, where it must be. */
const CHECKS: Record<string, Check> = {
  effect: () => undefined,
  'unguarded-when': unguardedWhen,
  pagination,
  phone: oneOf('e164-lead', 'e164', 'digits', 'as-given'),
  private: oneOf('phone', 'email', 'name', 'text', 'secret'),
  'open-enum': oneOf(true, false),
  'client-parameter': oneOf(true),
  source(value) {
    const { page, sure } = isRecord(value) ? value : {};
    return typeof page === 'string' ? oneOf('seed', 'page', 'guide', 'inferred')(sure) : 'names no page';
  },
};

/** Every extension of ours that is misspelt or holds what the generator cannot read, wherever the spec was split. */
export function extensionFaults(files: SpecFiles): SpecFault[] {
  const faults: SpecFault[] = [];
  for (const { path, document, lines } of files.values()) {
    visit(document, {
      Pair(_, { key, value }) {
        if (!isScalar(key) || typeof key.value !== 'string' || !key.value.startsWith(PREFIX)) return;
        const check = CHECKS[key.value.slice(PREFIX.length)];
        const plain = (value as { toJS?: (document: unknown) => unknown } | null)?.toJS?.(document) ?? null;
        const wrong = check === undefined ? 'is no extension of ours' : check(plain);
        if (wrong === undefined) return;
        const line = lines.linePos(key.range?.[0] ?? 0).line;
        faults.push({ file: shown(path), line, message: `${key.value} ${wrong}` });
      },
    });
  }
  return faults;
}

function oneOf(...allowed: readonly unknown[]): Check {
  return (value) =>
    allowed.includes(value)
      ? undefined
      : `'${typeof value === 'object' ? JSON.stringify(value) : value}' is none of ${allowed.join(', ')}`;
}

function unguardedWhen(value: unknown): string | undefined {
  if (!Array.isArray(value) || value.length === 0 || !value.every(isRecord)) return 'is no list of conditions';
  for (const [path, condition] of value.flatMap((entry) => Object.entries(entry))) {
    const { present, equals, orAbsent, ...unknown } = isRecord(condition) ? condition : {};
    const said =
      typeof present === 'boolean' ? equals === undefined : ['string', 'number', 'boolean'].includes(typeof equals);
    if (!said || Object.keys(unknown).length > 0 || ![undefined, true].includes(orAbsent as undefined | true))
      return `has no condition for ${path}: '{ present: true }', '{ present: false }' or '{ equals: …, orAbsent: true }'`;
  }
  return undefined;
}

const PAGING_WORDS = ['param', 'size', 'next', 'more', 'page', 'current', 'last', 'total', 'freeze', 'id'];
const NEEDED_WORDS: Readonly<Record<string, readonly string[]>> = {
  cursor: ['param', 'next'],
  page: ['param', 'size', 'current', 'last'],
  offset: ['param', 'size', 'total'],
  none: [],
};

function pagination(value: unknown): string | undefined {
  const { style, items, maxSize, ...words } = isRecord(value) ? value : {};
  const wrong = oneOf(...Object.keys(NEEDED_WORDS))(style);
  if (wrong !== undefined) return `style ${wrong}`;
  if (typeof items !== 'string') return 'names no items';
  if (maxSize !== undefined && !Number.isInteger(maxSize)) return 'has a maxSize that is no integer';
  const strange = Object.entries(words).find(
    ([word, text]) => !PAGING_WORDS.includes(word) || typeof text !== 'string',
  );
  if (strange !== undefined) return `knows no '${strange[0]}: ${JSON.stringify(strange[1])}'`;
  const missing = NEEDED_WORDS[String(style)]?.filter((word) => !(word in words)) ?? [];
  return missing.length > 0 ? `needs ${missing.join(', ')}` : undefined;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
