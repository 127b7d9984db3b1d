import { dirname, resolve } from 'node:path';
import {
  BaseResolver,
  bundle,
  createConfig,
  type Document,
  getLineColLocation,
  parseYaml,
  type Source,
} from '@redocly/openapi-core';
import { SpecError, type SpecFault, shown } from './fault.ts';
import type { OpenApi } from './open-api.ts';

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
  const config = await createConfig({});
  const bundled = await bundle({ doc: root, config, externalRefResolver: resolver }).catch((cause: Error) => {
    throw refusal(file, `cannot be read: ${cause.message}`);
  });
  const sources = await sourcesOf(resolver);
  return {
    document: bundled.bundle.parsed as OpenApi,
    files: [...sources.keys()],
    placeOf: (steps) => placeOf(sources, file, steps),
  };
}

const refusal = (file: string, message: string, line = 1): SpecError =>
  new SpecError([{ file: shown(file), line, message } satisfies SpecFault]);

type ParsedDocument = Document & { parsed: OpenApi & { swagger?: unknown } };

async function parse(resolver: BaseResolver, file: string): Promise<ParsedDocument> {
  try {
    const found = await resolver.resolveDocument(null, file, true);
    if (found instanceof Error) throw found;
    return found as ParsedDocument;
  } catch (cause) {
    const { message, line } = cause as { message: string; line?: number };
    throw refusal(file, `cannot be read: ${message.split('\n')[0]}`, line);
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

function lineOf(source: Source, keys: readonly string[]): number {
  const pointer = `#/${keys.map((key) => key.replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}`;
  const found = getLineColLocation({ source, pointer, reportOnKey: true });
  return 'start' in found ? found.start.line : 1;
}

const parsed = new WeakMap<Source, unknown>();

function parsedOf(source: Source | undefined): unknown {
  if (source === undefined) return undefined;
  if (!parsed.has(source)) parsed.set(source, parseYaml(source.body));
  return parsed.get(source);
}

/** The parts of a JSON pointer: `/paths/~1leads` is `paths` and `/leads`. */
export const stepsOf = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~'));
