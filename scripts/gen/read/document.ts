import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import {
  BaseResolver,
  bundle,
  createConfig,
  type Document,
  getLineColLocation,
  parseYaml,
  Source,
} from '@redocly/openapi-core';
import { SpecError, type SpecFault, shown } from '../fault.ts';
import { JsonLines } from './json-lines.ts';
import { type OpenApi, stepsOf } from './open-api.ts';

/** A document with all that it refers to in it, and where each part of it stands. */
export interface OpenedDocument {
  document: OpenApi;
  /** Absolute paths of all files that it is made of, the root first. */
  files: string[];
  placeOf: PlaceOf;
}

/** Where the part that these keys lead to is written, through every `$ref` on the way, as far as they lead. */
export type PlaceOf = (steps: readonly string[]) => { file: string; line: number };

/**
 * Reads an OpenAPI document, in YAML or JSON, with every file that it refers to.
 * @param file - absolute path of the root document
 * @throws SpecError where a file cannot be read or parsed
 */
export async function openDocument(file: string): Promise<OpenedDocument> {
  const resolver = new BaseResolver();
  const root = await parse(resolver, file);
  const version = root.parsed?.openapi ?? root.parsed?.swagger;
  if (!/^(2|3\.[012])(\.|$)/.test(String(version)))
    throw refusal(file, `is not an OpenAPI document of version 2 or 3 (openapi: ${version ?? 'missing'})`);
  // YAML reads `openapi: 3.1` as a number, and Redocly asks for text.
  if (typeof root.parsed.openapi === 'number') root.parsed.openapi = `${root.parsed.openapi}.0`;
  const document = refersElsewhere(root.parsed) ? await bundled(resolver, file, root) : root.parsed;
  const sources = await sourcesOf(resolver);
  return {
    document,
    files: [...sources.keys()],
    placeOf: (steps) => placeOf(sources, file, steps),
  };
}

const refusal = (file: string, message: string, line = 1): SpecError =>
  new SpecError([{ file: shown(file), line, message } satisfies SpecFault]);

type ParsedDocument = Document & { parsed: OpenApi & { swagger?: unknown } };

/** Whether any part refers to another file; bundling a document that does not takes seconds where it is large, and changes nothing. */
function refersElsewhere(node: unknown, seen: Set<unknown> = new Set()): boolean {
  if (typeof node !== 'object' || node === null || seen.has(node)) return false;
  seen.add(node);
  const { $ref } = node as { $ref?: unknown };
  if (typeof $ref === 'string' && !$ref.startsWith('#')) return true;
  return Object.values(node).some((inner) => refersElsewhere(inner, seen));
}

async function bundled(resolver: BaseResolver, file: string, doc: Document): Promise<OpenApi> {
  try {
    const made = await bundle({ doc, config: await createConfig({}), externalRefResolver: resolver });
    return made.bundle.parsed as OpenApi;
  } catch (cause) {
    throw refusal(file, `cannot be read: ${(cause as Error).message}`);
  }
}

async function parse(resolver: BaseResolver, file: string): Promise<ParsedDocument> {
  const json = parseJson(file);
  if (json !== undefined) {
    resolver.cache.set(file, Promise.resolve(json));
    return json;
  }
  try {
    const found = await resolver.resolveDocument(null, file, true);
    if (found instanceof Error) throw found;
    return found as ParsedDocument;
  } catch (cause) {
    const { message, line } = cause as { message: string; line?: number };
    throw refusal(file, `cannot be read: ${message.split('\n')[0]}`, line);
  }
}

/** A JSON document by the engine's own parser, a hundredth of the time that YAML takes; undefined for any other. */
function parseJson(file: string): ParsedDocument | undefined {
  const text = readFileSync(file, 'utf8');
  const parsed = jsonOf(text);
  return parsed === undefined
    ? undefined
    : { source: new Source(file, text, JSON_TYPE), parsed: parsed as ParsedDocument['parsed'] };
}

const JSON_TYPE = 'application/json';

const isJsonText = (text: string): boolean => /^\s*\{/.test(text);

function jsonOf(text: string): unknown {
  try {
    return isJsonText(text) ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}

async function sourcesOf(resolver: BaseResolver): Promise<Map<string, Source>> {
  const sources = new Map<string, Source>();
  for (const [path, loading] of resolver.cache) {
    const found = await loading.catch(() => undefined);
    if (found !== undefined && !(found instanceof Error)) sources.set(path, found.source);
  }
  return sources;
}

function placeOf(sources: ReadonlyMap<string, Source>, root: string, steps: readonly string[]) {
  let file = root;
  let keys: string[] = [];
  let rest = [...steps];
  // Bundling has changed what was parsed, so the text is read again; only who has a fault to tell comes here.
  let node: unknown = parsedOf(sources.get(root));
  for (let hops = 0; hops < 50; ) {
    const { $ref } = (node ?? {}) as { $ref?: unknown };
    if (typeof $ref === 'string' && rest.length > 0) {
      const [target = '', pointer = ''] = $ref.split('#');
      file = target === '' ? file : resolve(dirname(file), target);
      node = parsedOf(sources.get(file));
      rest = [...stepsOf(pointer), ...rest];
      keys = [];
      hops++;
      continue;
    }
    const step = rest.shift();
    if (step === undefined || typeof node !== 'object' || node === null || !Object.hasOwn(node, step)) break;
    keys.push(step);
    node = (node as Record<string, unknown>)[step];
  }
  const source = sources.get(file);
  if (source === undefined) return { file: shown(root), line: 1 };
  return { file: shown(file), line: lineOf(source, keys) };
}

const jsonLines = new WeakMap<Source, JsonLines>();

function lineOf(source: Source, keys: readonly string[]): number {
  if (source.mimeType === JSON_TYPE) {
    const lines = jsonLines.get(source) ?? new JsonLines(source.body);
    jsonLines.set(source, lines);
    return lines.of(keys);
  }
  const pointer = `#/${keys.map((key) => key.replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}`;
  const found = getLineColLocation({ source, pointer, reportOnKey: true });
  return 'start' in found ? found.start.line : 1;
}

const parsed = new WeakMap<Source, unknown>();

function parsedOf(source: Source | undefined): unknown {
  if (source === undefined) return undefined;
  if (!parsed.has(source)) parsed.set(source, jsonOf(source.body) ?? parseYaml(source.body));
  return parsed.get(source);
}
