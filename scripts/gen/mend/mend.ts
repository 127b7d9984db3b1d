import type { Warn } from '../fault.ts';
import { NAME_MAPS, type OpenApi, resolveLocal, stepsOf } from '../read/open-api.ts';
import { mendOperations } from './mend-operations.ts';
import { mendSchema, SCHEMA_KEYWORDS } from './mend-schema.ts';

/** Keys whose values are data, whatever they look like. */
const DATA = new Set(['example', 'examples', 'default', 'const', 'enum']);

/**
 * Mends the slips that vendors' documents have, in place. Whatever is left can be generated from.
 * @param document - of OpenAPI 3.1, with all references local
 */
export function mend(document: OpenApi, warn: Warn): void {
  document.paths ??= {};
  // openapi-typescript follows no reference of a webhook.
  const { webhooks = {} } = document;
  for (const [name, item] of Object.entries(webhooks)) webhooks[name] = resolveLocal(document, item ?? {});
  new Walker(document, warn).other(document, []);
  mendOperations(document, warn);
}

class Walker {
  readonly #document: OpenApi;
  readonly #warn: Warn;
  readonly #seen = new Set<object>();

  constructor(document: OpenApi, warn: Warn) {
    this.#document = document;
    this.#warn = warn;
  }

  /** Anything that is not a schema. */
  other(node: unknown, steps: readonly string[], isMap = false): void {
    if (typeof node !== 'object' || node === null || this.#seen.has(node)) return;
    this.#seen.add(node);
    const holder = node as Record<string, unknown>;
    if (!isMap) this.#reference(holder, steps);
    for (const [key, inner] of Object.entries(holder)) {
      if (isMap) this.other(inner, [...steps, key]);
      else if (!DATA.has(key) && !key.startsWith('x-')) this.#part(holder, key, [...steps, key]);
    }
  }

  #part(holder: Record<string, unknown>, key: string, path: readonly string[]): void {
    const inner = holder[key];
    if (key === 'content') this.#mediaTypes(inner);
    if (key === 'schema' || key === 'itemSchema') holder[key] = this.#schema(inner, path);
    else if (key === 'schemas') this.#schemas(inner, path);
    else this.other(inner, path, !Array.isArray(holder) && NAME_MAPS.has(key) && key !== 'parameters');
  }

  /** OpenAPI 3.2 has references to media types. */
  #mediaTypes(content: unknown): void {
    for (const [name, media] of Object.entries(content ?? {}))
      if (media?.$ref !== undefined)
        (content as Record<string, unknown>)[name] = resolveLocal(this.#document, media) ?? {};
  }

  #schemas(map: unknown, steps: readonly string[]): void {
    if (typeof map !== 'object' || map === null) return;
    const holder = map as Record<string, unknown>;
    for (const key of Object.keys(holder)) holder[key] = this.#schema(holder[key], [...steps, key]);
  }

  #schema(node: unknown, steps: readonly string[]): unknown {
    if (typeof node === 'boolean') return node;
    if (typeof node !== 'object' || node === null || Array.isArray(node)) {
      if (node !== null && node !== undefined) this.#warn(steps, 'is not a schema: read as one that accepts anything');
      return {};
    }
    if (this.#seen.has(node)) return node;
    this.#seen.add(node);
    const schema = node as Record<string, unknown>;
    this.#reference(schema, steps);
    mendSchema(schema, (key, message) => this.#warn([...steps, key], message));
    for (const [key, inner] of Object.entries(schema)) {
      const path = [...steps, key];
      const kind = SCHEMA_KEYWORDS[key];
      if (kind === 'map') this.#schemas(inner, path);
      else if (kind === 'list')
        schema[key] = (inner as unknown[]).map((one, index) => this.#schema(one, [...path, String(index)]));
      else if (kind === 'one') schema[key] = this.#schema(inner, path);
    }
    return schema;
  }

  /** A reference that leads nowhere stands for anything. */
  #reference(node: Record<string, unknown>, steps: readonly string[]): void {
    const { $ref } = node;
    if ($ref === undefined) return;
    if (typeof $ref === 'string' && this.#leadsSomewhere($ref)) return;
    this.#warn(steps, `$ref '${String($ref)}' leads nowhere: ignored`);
    delete node.$ref;
  }

  /** A chain of references that comes back to itself leads nowhere either. */
  #leadsSomewhere(ref: string, before: readonly string[] = []): boolean {
    if (!ref.startsWith('#/') || before.includes(ref)) return false;
    const target = stepsOf(ref).reduce<unknown>(
      (at, key) => (typeof at === 'object' && at !== null && Object.hasOwn(at, key) ? at[key as never] : undefined),
      this.#document,
    );
    if (target === undefined || target === null) return false;
    const { $ref } = target as { $ref?: unknown };
    return typeof $ref !== 'string' || this.#leadsSomewhere($ref, [...before, ref]);
  }
}
