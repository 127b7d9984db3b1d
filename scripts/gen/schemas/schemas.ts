import type { Field } from '../names/fields.ts';
import type { NamedSpec } from '../names/name-schemas.ts';
import { refsIn } from '../read/open-api.ts';
import { Printer } from './printer.ts';
import { HELPERS } from './runtime.ts';

/** The zod schemas of a spec as source text, and the keywords that they do not check, by schema. */
export interface EmittedSchemas {
  text: string;
  notChecked: string[];
}

/**
 * The zod schemas of a spec, in the zod/mini flavour: closed objects refuse unknown keys, open ones keep them.
 * Every schema has an explicit type, so that the compiler infers nothing, however many there are and however they name one another.
 */
export function emitSchemas(spec: NamedSpec): EmittedSchemas {
  const schemas: Record<string, Field> = spec.document.components?.schemas ?? {};
  const order = inOrder(schemas);
  const printer = new Printer(schemas, spec.sentOnly);
  const lines = order.map((name) => {
    const printed = printer.named(name);
    const isObject = /^z\.(strict|loose)Object\(/.test(printed.text);
    const [type, cast] = isObject ? ['ObjectSchema', 'object'] : ['z.ZodMiniType', 'typed'];
    return `${printed.comment}export const z${name}: ${type}<t.${name}> = ${cast}(${printed.text});`;
  });
  if (lines.length === 0) return { text: 'export {};', notChecked: [] };
  const body = lines.join('\n\n');
  const helpers = HELPERS.filter(([name]) => new RegExp(`(?<![.\\w])${name}(?=[(\\s}])`).test(body));
  return {
    text: [
      "import * as z from 'zod/mini';\nimport type * as t from './types.ts';",
      ...helpers.map(([, definition]) => definition),
      body,
    ].join('\n\n'),
    notChecked: printer.notChecked,
  };
}

/** Every schema after those that it names, as far as they do not name one another in a circle. */
function inOrder(schemas: Readonly<Record<string, Field>>): string[] {
  const ordered = new Set<string>();
  const entered = new Set<string>();
  const enter = (name: string): void => {
    // An example may refer to what is not there.
    if (entered.has(name) || !Object.hasOwn(schemas, name)) return;
    entered.add(name);
    for (const inner of refsIn(schemas[name])) enter(inner);
    ordered.add(name);
  };
  for (const name of Object.keys(schemas)) enter(name);
  return [...ordered];
}
