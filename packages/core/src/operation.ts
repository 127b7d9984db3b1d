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

/** What a generated package hands over: `api` of its front door. */
export interface GeneratedApi {
  readonly name: string;
  readonly title: string;
  readonly server: string;
  readonly security: readonly string[];
  // biome-ignore lint/suspicious/noExplicitAny: openapi-fetch's client is typed by each spec's own paths
  createClient(options: any): any;
  // biome-ignore lint/suspicious/noExplicitAny: one typed function per operation, each with types of its own
  readonly functions: Readonly<Record<string, (client: any, init: any) => Promise<unknown>>>;
  readonly operations: Readonly<Record<string, OperationMeta>>;
  readonly bodySchemas: Readonly<Record<string, RequestSchema>>;
  readonly querySchemas: Readonly<Record<string, RequestSchema>>;
  readonly resultSchemas: Readonly<Record<string, RequestSchema>>;
}
