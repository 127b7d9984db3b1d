import { type ApiDocument, resolve, type Schema } from './open-api.ts';

/** Text that is safe in a cell of a Markdown table, and in a Vue template. */
export const cell = (text: string): string =>
  text
    .replaceAll('\\', '\\\\')
    .replaceAll('|', '\\|')
    .replaceAll('<', '&lt;')
    .replaceAll('{{', '&#123;&#123;')
    .replaceAll(/\s+/g, ' ')
    .trim();

/** The anchor of a named schema on the page of its provider. */
export const anchorOf = (name: string): string => `schema-${name.toLowerCase()}`;

const nameOf = (ref: string): string => ref.split('/').at(-1) ?? ref;

const code = (value: unknown): string => `\`${typeof value === 'string' ? `'${value}'` : String(value)}\``;

/** The type of a schema in one line: named schemas are links. */
export function typeText(schema: Schema | undefined): string {
  if (schema === undefined) return 'any';
  if (schema.$ref !== undefined) return `[${nameOf(schema.$ref)}](#${anchorOf(nameOf(schema.$ref))})`;
  if (schema.const !== undefined) return code(schema.const);
  if (schema.enum !== undefined) return schema.enum.map(code).join(' or ');
  const choice = schema.anyOf ?? schema.oneOf;
  if (choice !== undefined) return [...new Set(choice.map(typeText))].join(' or ');
  if (schema.allOf !== undefined) return schema.allOf.map(typeText).join(' and ');
  if (schema.items !== undefined) return `list of ${typeText(schema.items)}`;
  const types = [schema.type ?? 'any'].flat();
  return types.map((type) => (type === 'string' && schema.format ? `${type} (${schema.format})` : type)).join(' or ');
}

/** The fields of an object schema, those of `allOf` included. */
function fieldsOf(document: ApiDocument, schema: Schema): { name: string; schema: Schema; isRequired: boolean }[] {
  const { allOf = [], properties = {}, required = [] } = resolve(document, schema);
  return [
    ...allOf.flatMap((part) => fieldsOf(document, part)),
    ...Object.entries(properties).map(([name, field]) => ({
      name,
      schema: field,
      isRequired: required.includes(name),
    })),
  ];
}

/** A table of fields; empty for a schema that is not an object. */
export function fieldTable(document: ApiDocument, schema: Schema): string[] {
  const fields = fieldsOf(document, schema);
  if (fields.length === 0) return [];
  return [
    '| field | type | |',
    '| --- | --- | --- |',
    ...fields.map(({ name, schema: field, isRequired }) => {
      const phone = resolve(document, field)['x-leadwire-phone'] ?? field['x-leadwire-phone'];
      const notes = [
        isRequired ? 'Required.' : '',
        phone === undefined ? '' : `A phone in any spelling, sent as \`${phone}\`.`,
        field.description ?? '',
      ];
      return `| \`${name}\` | ${cell(typeText(field))} | ${cell(notes.filter((note) => note !== '').join(' '))} |`;
    }),
    '',
  ];
}

/** Whether a field of this schema, at any depth, is a phone with a wire form. */
export function holdsPhone(document: ApiDocument, schema: Schema | undefined, seen = new Set<Schema>()): boolean {
  if (schema === undefined) return false;
  const found = resolve(document, schema);
  if (seen.has(found)) return false;
  seen.add(found);
  if (schema['x-leadwire-phone'] !== undefined || found['x-leadwire-phone'] !== undefined) return true;
  const parts = [found.items, ...(found.anyOf ?? []), ...(found.oneOf ?? []), ...(found.allOf ?? [])];
  return [...parts, ...Object.values(found.properties ?? {})].some((part) => holdsPhone(document, part, seen));
}
