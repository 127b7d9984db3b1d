/** The part of an OpenAPI document that the reference shows. */
export interface ApiDocument {
  readonly info: {
    readonly title: string;
    readonly version: string;
    readonly description?: string;
    readonly contact?: { url?: string };
  };
  readonly servers?: readonly { readonly url: string }[];
  readonly tags?: readonly { readonly name: string; readonly description?: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, Schema>> };
}

export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly description?: string;
  readonly default?: unknown;
  readonly 'x-leadwire-phone'?: string;
}

interface Parameter {
  readonly $ref?: string;
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema?: Schema;
  readonly 'x-leadwire-phone'?: string;
}

interface Media {
  readonly schema?: Schema;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly value?: unknown }>>;
}

interface Body {
  readonly $ref?: string;
  readonly description?: string;
  readonly content?: Readonly<Record<string, Media>>;
}

interface Operation {
  readonly operationId: string;
  readonly summary?: string;
  readonly description?: string;
  readonly deprecated?: boolean;
  readonly tags?: readonly string[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: Body;
  readonly responses: Readonly<Record<string, Body>>;
  readonly 'x-leadwire-effect': string;
  readonly 'x-leadwire-unguarded-when'?: readonly object[];
  readonly 'x-leadwire-pagination'?: { readonly style: string };
  readonly 'x-leadwire-source'?: { readonly page?: string; readonly sure?: string };
}

/** One operation with its place. */
export interface PlacedOperation {
  readonly verb: string;
  readonly path: string;
  readonly operation: Operation;
  readonly parameters: readonly Parameter[];
}

const VERBS = ['get', 'post', 'put', 'patch', 'delete'];

/** All operations, in the order of the document. */
export function operationsOf(document: ApiDocument): PlacedOperation[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    VERBS.filter((verb) => item[verb] !== undefined).map((verb) => {
      const operation = item[verb] as Operation;
      const shared = (item.parameters ?? []) as Parameter[];
      const parameters = [...shared, ...(operation.parameters ?? [])].map((each) => resolve(document, each));
      return { verb, path, operation, parameters };
    }),
  );
}

/** Follows a `$ref` inside the document. */
export function resolve<Value extends { readonly $ref?: string }>(document: ApiDocument, value: Value): Value {
  if (value.$ref === undefined) return value;
  const found = value.$ref
    .slice(2)
    .split('/')
    .reduce<unknown>(
      (place, key) => (place as Record<string, unknown>)[key.replaceAll('~1', '/').replaceAll('~0', '~')],
      document,
    );
  return resolve(document, found as Value);
}

/** The schema and the first example of a body that is JSON, or of the first kind there is. */
export function mediaOf(
  document: ApiDocument,
  body: Body | undefined,
): { readonly kind: string; readonly media: Media } | undefined {
  if (body === undefined) return undefined;
  const content = Object.entries(resolve(document, body).content ?? {});
  const [kind, media] = content.find(([name]) => /json/.test(name)) ?? content[0] ?? [];
  return kind === undefined || media === undefined ? undefined : { kind, media };
}

/** The first example of a body, if it has one. */
export const exampleOf = ({ example, examples = {} }: Media): unknown => example ?? Object.values(examples)[0]?.value;
