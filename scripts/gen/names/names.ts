import { type OpenApi, refName, resolveLocal, type Schema } from '../read/open-api.ts';

/** Names that the generated files use for something else. */
const TAKEN = [
  'Blob',
  'BodyInit',
  'Client',
  'ClientOptions',
  'FetchOptions',
  'FormData',
  // As the name of a property the compiler takes it for a number.
  'Infinity',
  'Init',
  'NonNullable',
  'Omit',
  'Promise',
  'ReadableStream',
  'Readonly',
  'Record',
  'Reply',
  'Response',
  'Style',
  'Styles',
  'Uint8Array',
  'Values',
  'Wire',
  'WithRequired',
];

export const takenNames = (provider: string): Set<string> =>
  new Set([...TAKEN, ...['Api', 'Client', 'Operations'].map((word) => `${typeName(provider)}${word}`)]);

/** `leads.bulkDelete` and `count-part` as `LeadsBulkDelete` and `CountPart`. */
export function typeName(words: string): string {
  const name = words
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
  return /^[A-Za-z]/.test(name) ? name : `_${name}`;
}

/** `leads.create` and `thing-id` as `leadsCreate` and `thingId`. */
export function camelCase(words: string): string {
  const name = typeName(words);
  return name.charAt(0).toLowerCase() + name.slice(1);
}

/** A name that is not taken yet, taken by now. */
export function freeName(wanted: string, taken: Set<string>): string {
  let free = wanted;
  for (let n = 2; taken.has(free); n++) free = `${wanted}${n}`;
  taken.add(free);
  return free;
}

/** Writes down the words that a discriminator without a mapping takes from the names of schemas, before these change. */
function keepWords(schemas: Readonly<Record<string, Schema>>): void {
  const words = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const { discriminator, oneOf, anyOf } = node as Schema;
    const told = discriminator as { propertyName?: string; mapping?: Record<string, string> } | undefined;
    if (typeof told?.propertyName === 'string') {
      const mapped = new Set(Object.values(told.mapping ?? {}).map(refName));
      const inferred = [...(oneOf ?? []), ...(anyOf ?? [])].flatMap(({ $ref }) => ($ref === undefined ? [] : [$ref]));
      const missing = inferred.filter((ref) => !mapped.has(refName(ref))).map((ref) => [refName(ref), ref]);
      if (missing.length > 0) told.mapping = { ...told.mapping, ...Object.fromEntries(missing) };
    }
    for (const inner of Object.values(node)) words(inner);
  };
  words(schemas);
  for (const [name, { allOf }] of Object.entries(schemas)) {
    if (name === typeName(name) || !Array.isArray(allOf)) continue;
    for (const { $ref } of allOf) {
      const told = ($ref === undefined ? undefined : schemas[refName($ref)]?.discriminator) as
        | { mapping?: Record<string, string> }
        | undefined;
      const ref = `#/components/schemas/${name}`;
      if (told !== undefined && !Object.values(told.mapping ?? {}).includes(ref))
        told.mapping = { ...told.mapping, [name]: ref };
    }
  }
}

/** Gives every schema a name that TypeScript takes, and follows it wherever the schema is named. */
export function renameComponents(document: OpenApi, taken: Set<string>): OpenApi {
  keepWords(document.components?.schemas ?? {});
  const schemas = Object.entries(document.components?.schemas ?? {});
  // A name that is right already keeps its spelling: `lead-item` makes way for `LeadItem`, wherever it stands.
  const names = new Map(
    schemas.filter(([name]) => name === typeName(name)).map(([name]) => [name, freeName(name, taken)]),
  );
  for (const [name] of schemas) if (!names.has(name)) names.set(name, freeName(typeName(name), taken));
  if (document.components)
    document.components.schemas = Object.fromEntries(
      schemas.map(([name, schema]) => [names.get(name) ?? name, schema]),
    );
  renameReferences(document, names);
  return document;
}

/** Follows the new names in every `$ref`, however deep it points, and in the mappings of discriminators. */
function renameReferences(document: OpenApi, names: ReadonlyMap<string, string>): void {
  const renamed = (ref: string): string => {
    const [, part = '', rest = ''] = /^#\/components\/schemas\/([^/]+)(.*)$/.exec(ref) ?? [];
    const name = names.get(refName(part));
    return name === undefined ? ref : `#/components/schemas/${name}${rest}`;
  };
  const renameMapping = (mapping: unknown): void => {
    if (typeof mapping !== 'object' || mapping === null) return;
    for (const [value, target] of Object.entries(mapping))
      if (typeof target === 'string')
        Object.assign(mapping, { [value]: renamed(names.has(target) ? `#/components/schemas/${target}` : target) });
  };
  const seen = new Set<unknown>();
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null || seen.has(node)) return;
    seen.add(node);
    const { $ref, discriminator } = node as { $ref?: unknown; discriminator?: { mapping?: unknown } };
    if (typeof $ref === 'string') (node as { $ref: string }).$ref = renamed($ref);
    renameMapping(discriminator?.mapping);
    for (const inner of Object.values(node)) visit(inner);
  };
  visit(document);
}

/** Gives its own name to what a schema refers to by a path into something: `#/components/schemas/Lead/properties/id`. */
export function nameReferences(document: OpenApi, taken: Set<string>): void {
  const names = new Map<string, string>();
  const schemas: Record<string, Schema> = document.components?.schemas ?? {};
  const visit = (node: unknown, isSchema: boolean): void => {
    if (typeof node !== 'object' || node === null) return;
    const { $ref } = node as { $ref?: unknown };
    // What leads elsewhere, or nowhere, stands in an example.
    const isDeep = typeof $ref === 'string' && /^#\/(?!components\/schemas\/[^/]+$)/.test($ref);
    if (isSchema && isDeep && resolveLocal<Schema>(document, { $ref }) !== undefined) {
      let name = names.get($ref);
      if (name === undefined) {
        name = freeName(typeName($ref.split('/').slice(-3).join(' ')), taken);
        names.set($ref, name);
        schemas[name] = structuredClone(resolveLocal<Schema>(document, { $ref }));
        visit(schemas[name], true);
      }
      (node as { $ref: string }).$ref = `#/components/schemas/${name}`;
    }
    for (const [key, inner] of Object.entries(node)) visit(inner, isSchema || key === 'schema');
  };
  for (const schema of Object.values(schemas)) visit(schema, true);
  visit(document, false);
}
