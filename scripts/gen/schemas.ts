import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@hey-api/openapi-ts';
import type { NamedSpec } from './name-schemas.ts';
import { type Checks, forSchemas, ONE_OF } from './plain-schemas.ts';
import { regexOf } from './regex.ts';

/**
 * The zod schemas of a spec, by hey-api's zod plugin in its zod/mini flavour: closed objects refuse unknown keys,
 * open ones keep them, open enums take any string. What the plugin loses is checked by tests of our own.
 */
export async function emitSchemas(spec: NamedSpec): Promise<string> {
  const { document, checks } = forSchemas(spec.document);
  if (Object.keys(document.components?.schemas ?? {}).length === 0) return 'export {};';
  const patterns = namePatterns(document);
  const path = await mkdtemp(join(tmpdir(), 'leadwire-gen-'));
  try {
    await createClient({
      input: document as never,
      output: { path, entryFile: false },
      logs: { level: 'silent', file: false },
      plugins: [
        {
          name: 'zod',
          compatibilityVersion: 'mini',
          definitions: { case: 'preserve', name: 'z{{name}}' },
          dates: { offset: true },
          comments: false,
          requests: false,
          responses: false,
          $resolvers: resolvers as never,
        },
      ],
    }).catch(throwReason);
    const text = await readFile(join(path, 'zod.gen.ts'), 'utf8');
    const checked = withChecks(text.replace(/^\/\/ This file is auto-generated.*\n+/, ''), checks);
    return withDefinitions(withPatterns(checked, patterns)).trimEnd();
  } finally {
    await rm(path, { recursive: true, force: true });
  }
}

/** The plugin wraps what went wrong into an error without a message. */
function throwReason(error: { originalError?: { error?: Error } }): never {
  throw error.originalError?.error ?? error;
}

const PATTERN = 'leadwire-pattern-';

/** The plugin does not escape patterns, so it is given names for them. */
function namePatterns(document: unknown): string[] {
  const patterns: string[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const schema = node as { pattern?: unknown };
    if (typeof schema.pattern === 'string') schema.pattern = `${PATTERN}${patterns.push(schema.pattern) - 1}`;
    for (const inner of Object.values(node)) visit(inner);
  };
  visit(document);
  return patterns;
}

const withPatterns = (text: string, patterns: readonly string[]): string =>
  text.replaceAll(new RegExp(`/${PATTERN}(\\d+)/`, 'g'), (_, index) => regexOf(patterns[Number(index)] ?? '') ?? '');

function withChecks(text: string, checks: Checks): string {
  let out = text;
  for (const [name, all] of checks) {
    const start = out.indexOf(`export const z${name} = `);
    const end = out.indexOf(';\n', start);
    if (start < 0 || end < 0) throw new Error(`the schema generator wrote no z${name}`);
    out = `${out.slice(0, end)}.check(\n    ${all.join(',\n    ')}\n)${out.slice(end)}`;
  }
  return out;
}

/** What generated schemas use, defined in their file where they do. */
const DEFINITIONS: readonly [use: string, definition: string][] = [
  [
    'EMAIL',
    // Addresses as RFC 5322 has them, a dot-atom at a domain; zod's own pattern refuses `sales&more@example.com`.
    "const EMAIL = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\\.)+[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/i;",
  ],
  [
    'kindOf(',
    // Asked of a function, so that the compiler does not take what follows to be of that type alone.
    "const kindOf = (value: unknown): string => (value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value);",
  ],
  ['fits(', 'const fits = (schema: () => any, value: unknown): boolean => schema().safeParse(value).success;'],
  [
    'same(',
    `const same = (one: any, other: any): boolean => {
    if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return one === other;
    const keys = Object.keys(one);
    return Array.isArray(one) === Array.isArray(other) && keys.length === Object.keys(other).length &&
        keys.every((key) => Object.hasOwn(other, key) && same(one[key], other[key]));
};`,
  ],
];

function withDefinitions(text: string): string {
  const [imports = '', ...rest] = text.split('\n\n');
  const body = rest.join('\n\n').replaceAll('z.email()', 'z.email({ pattern: EMAIL })');
  const used = DEFINITIONS.filter(([use]) => body.includes(use)).map(([, definition]) => definition);
  return [imports, ...used, body].join('\n\n');
}

// biome-ignore lint/suspicious/noExplicitAny: the plugin hands its builder over without a type that can be named
type Context = any;

/** Where hey-api's own choice differs from what JSON Schema says. */
const resolvers = {
  object(context: Context) {
    const { $, nodes, plugin, schema } = context;
    if (!schema.properties || Object.keys(schema.properties).length === 0) return undefined; // a record: its default is right
    const z = plugin.imports.z;
    const others = schema.additionalProperties;
    if (others?.type === 'never') return $(z).attr('strictObject').call(nodes.shape(context));
    if (others === undefined || others.type === 'unknown') return $(z).attr('looseObject').call(nodes.shape(context));
    const other = nodes.additionalProperties({ ...context, schema: { ...schema, properties: undefined } });
    return $(z)
      .attr('catchall')
      .call($(z).attr('object').call(nodes.shape(context)), other);
  },
  string({ $, nodes, plugin, schema }: Context) {
    // z.uuid() asks for RFC 9562 variant bits, which real services do not always set.
    if (schema.format === 'uuid') nodes.format = () => $(plugin.imports.z).attr('guid').call();
  },
  union({ $, childResults, plugin, schema, schemas }: Context) {
    if (schema.title !== ONE_OF) return undefined;
    const kinds = childResults.filter((_: unknown, index: number) => schemas[index].type !== 'null');
    const chains = kinds.map((kind: Context) => kind.chain);
    return $(plugin.imports.z)
      .attr('xor')
      .call(
        $.array()
          .pretty()
          .elements(...chains),
      );
  },
};
