import { readFileSync, statSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { type Document, isMap, isScalar, isSeq, LineCounter, type Pair, parseDocument, visit } from 'yaml';
import { SpecError, type SpecFault } from './fault.ts';

/** One file of a spec as it is written, with its line numbers. */
export interface SpecFile {
  path: string;
  document: Document.Parsed;
  lines: LineCounter;
}

export type SpecFiles = ReadonlyMap<string, SpecFile>;

/**
 * The root of a spec and every file that it refers to, by absolute path.
 * @throws SpecError where one of them is no YAML; a file that is not there is left to whoever follows the reference
 */
export function readSpecFiles(root: string): SpecFiles {
  const files = new Map<string, SpecFile>();
  const faults: SpecFault[] = [];
  const waiting = [root];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (files.has(path) || !statSync(path, { throwIfNoEntry: false })?.isFile()) continue;
    const lines = new LineCounter();
    const document = parseDocument(readFileSync(path, 'utf8'), { lineCounter: lines, prettyErrors: false });
    files.set(path, { path, document, lines });
    for (const { message, pos } of document.errors)
      faults.push({ file: shown(path), line: lines.linePos(pos[0]).line, message: `not readable as YAML: ${message}` });
    waiting.push(...referredFiles(path, document));
  }
  if (faults.length > 0) throw new SpecError(faults);
  return files;
}

function referredFiles(path: string, document: Document.Parsed): string[] {
  const found: string[] = [];
  visit(document, {
    Pair(_, { key, value }) {
      if (!isScalar(key) || key.value !== '$ref' || !isScalar(value) || typeof value.value !== 'string') return;
      const [target = ''] = value.value.split('#');
      if (target !== '' && !/^[a-z]+:\/\//i.test(target)) found.push(resolve(dirname(path), target));
    },
  });
  return found;
}

/** Where a path into a file stands, through every `$ref` on its way, as far as it leads. */
export function placeOf(files: SpecFiles, root: string, path: readonly string[]): { file: string; line: number } {
  let file = files.get(root);
  let rest = [...path];
  let node: unknown = file?.document.contents;
  let key: unknown = node;
  for (let hops = 0; file !== undefined && hops < 50; ) {
    const ref = isMap(node) ? node.get('$ref') : undefined;
    if (typeof ref === 'string' && rest.length > 0) {
      const [target = '', pointer = ''] = ref.split('#');
      const next: SpecFile | undefined = target === '' ? file : files.get(resolve(dirname(file.path), target));
      if (next === undefined) break;
      file = next;
      rest = [...stepsOf(pointer), ...rest];
      node = file.document.contents;
      hops++;
      continue;
    }
    const step = rest.shift();
    if (step === undefined) break;
    const inner = entryOf(node, step);
    if (inner === undefined) break;
    ({ key, node } = inner);
  }
  const range = (key as { range?: [number, number, number] } | undefined)?.range;
  return {
    file: shown(file?.path ?? root),
    line: range === undefined || file === undefined ? 1 : file.lines.linePos(range[0]).line,
  };
}

/** An entry of a map or list, and what names it: its key, or itself in a list. */
function entryOf(node: unknown, step: string): { key: unknown; node: unknown } | undefined {
  if (isSeq(node)) return { key: node.items[Number(step)], node: node.items[Number(step)] };
  if (!isMap(node)) return undefined;
  const pair = (node.items as Pair[]).find(({ key }) => isScalar(key) && String(key.value) === step);
  return pair && { key: pair.key, node: pair.value };
}

/** The parts of a JSON pointer: `/paths/~1leads` is `paths` and `/leads`. */
export const stepsOf = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~'));

export const shown = (file: string): string => relative(process.cwd(), file) || file;
