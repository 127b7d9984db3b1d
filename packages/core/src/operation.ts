/** Where a phone number stands in a request, and how it is written on the wire. */
export interface PhoneField {
  readonly in: 'body' | 'query' | 'path';
  readonly at: string;
  readonly form: PhoneForm;
}

/** `e164-lead` is E.164 with 9 to 15 digits; `digits` is E.164 without the plus sign. */
export type PhoneForm = 'e164-lead' | 'e164' | 'digits' | 'as-given';

export interface FieldCondition {
  readonly present?: boolean;
  readonly equals?: string | number | boolean;
  readonly orAbsent?: boolean;
}

export interface Pagination {
  readonly style: 'cursor' | 'page' | 'offset' | 'none';
  readonly items: string;
  readonly param?: string;
  readonly size?: string;
  readonly next?: string;
  readonly more?: string;
  readonly page?: string;
  readonly current?: string;
  readonly last?: string;
  readonly total?: string;
  readonly freeze?: string;
  readonly id?: string;
  readonly maxSize?: number;
}

/** Styles of query parameters, as openapi-fetch's `createQuerySerializer` takes them. */
interface QueryStyle {
  readonly array?: { readonly style: string; readonly explode: boolean };
  readonly object?: { readonly style: string; readonly explode: boolean };
  readonly allowReserved?: boolean;
}

/** One operation of a spec, as the generated packages describe it. */
export interface OperationMeta {
  readonly id: string;
  readonly verb: 'GET' | 'PUT' | 'POST' | 'DELETE' | 'OPTIONS' | 'HEAD' | 'PATCH' | 'TRACE';
  readonly path: string;
  readonly effect:
    | 'read'
    | 'safe-repeat'
    | 'natural-key'
    | 'conflict-key'
    | 'keyed'
    | 'dup-flag'
    | 'queued-upsert'
    | 'unguarded';
  readonly unguardedWhen?: readonly Readonly<Record<string, FieldCondition>>[];
  readonly pathParams?: readonly string[];
  readonly clientParams?: readonly { readonly name: string; readonly in: 'path' | 'header' | 'query' }[];
  readonly hasQuery?: true;
  /** How openapi-fetch writes the query, where that is not its own way. */
  readonly querySerializer?: QueryStyle;
  readonly body?: 'required' | 'optional';
  readonly phones?: readonly PhoneField[];
  readonly idempotencyHeader?: string;
  readonly pagination?: Pagination;
  readonly security?: readonly string[];
  readonly server?: string;
  /** True when a 2xx may come without a body, beside one that has one. */
  readonly mayBeEmpty?: true;
}

/** A zod schema, as much of it as core needs. */
export interface RequestSchema {
  safeParse(value: unknown): { success: boolean; error?: { issues: readonly SchemaIssue[] } | undefined };
}

export interface SchemaIssue {
  readonly code?: string | undefined;
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** The part of openapi-fetch's options that core sets. */
export interface HttpClientOptions {
  readonly baseUrl?: string;
  readonly fetch?: unknown;
  readonly Request?: unknown;
}

/** The part of openapi-fetch's client that calls go through. */
export interface HttpClient {
  request(method: string, path: string, init: Readonly<Record<string, unknown>>): Promise<{ readonly data?: unknown }>;
}

/** What a generated package hands over: `api` of its entry point. */
export interface GeneratedApi {
  readonly name: string;
  readonly title: string;
  readonly server: string;
  readonly security: readonly string[];
  createClient(options: HttpClientOptions): unknown;
  readonly operations: Readonly<Record<string, OperationMeta>>;
  readonly bodySchemas: Readonly<Record<string, RequestSchema>>;
  readonly querySchemas: Readonly<Record<string, RequestSchema>>;
  readonly resultSchemas: Readonly<Record<string, RequestSchema>>;
}

/** Every value at a path as metadata has it, such as `leads[].notes`. */
export function valuesAt(root: unknown, path: string): unknown[] {
  let values: unknown[] = [root];
  for (const step of path.split('.')) {
    const key = step.endsWith('[]') ? step.slice(0, -2) : step;
    values = values.map((value) => (value as Record<string, unknown> | null | undefined)?.[key]);
    if (step.endsWith('[]')) values = values.flatMap((value) => (Array.isArray(value) ? value : []));
  }
  return values;
}
