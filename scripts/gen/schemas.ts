import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient } from '@hey-api/openapi-ts';
import type { NamedSpec } from './name-schemas.ts';
import { forSchemas, withRules } from './schema-rules.ts';

/**
 * The zod schemas of a spec, by hey-api's zod plugin in its zod/mini flavour: closed objects refuse unknown keys,
 * open ones keep them, open enums take any string.
 */
export async function emitSchemas(spec: NamedSpec): Promise<string> {
  const { document, rules } = forSchemas(spec.document);
  if (Object.keys(document.components?.schemas ?? {}).length === 0) return 'export {};';
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
    });
    const text = await readFile(join(path, 'zod.gen.ts'), 'utf8');
    return withRules(withEmails(text.replace(/^\/\/ This file is auto-generated.*\n+/, '')), rules).trimEnd();
  } finally {
    await rm(path, { recursive: true, force: true });
  }
}

/** Addresses as RFC 5322 has them, a dot-atom at a domain; zod's own pattern refuses `sales&more@example.com`. */
const EMAIL =
  "/^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\\.)+[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/i";

function withEmails(text: string): string {
  if (!text.includes('z.email()')) return text;
  const [imports = '', ...rest] = text.split('\n\n');
  const opened = rest.join('\n\n').replaceAll('z.email()', 'z.email({ pattern: EMAIL })');
  return `${imports}\n\nconst EMAIL = ${EMAIL};\n\n${opened}`;
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
  number({ $, plugin, schema }: Context) {
    if (schema.format !== 'int64') return undefined;
    const z = plugin.imports.z;
    const checks = [];
    if (schema.minimum !== undefined) checks.push($(z).attr('gte').call($.literal(schema.minimum)));
    if (schema.maximum !== undefined) checks.push($(z).attr('lte').call($.literal(schema.maximum)));
    const int = $(z).attr('int').call();
    return checks.length > 0 ? int.attr('check').call(...checks) : int;
  },
  string({ $, plugin, schema }: Context) {
    // z.uuid() asks for RFC 9562 variant bits, which real services do not always set.
    return schema.format === 'uuid' ? $(plugin.imports.z).attr('guid').call() : undefined;
  },
};
