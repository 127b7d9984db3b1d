import type { GeneratedApi, Handler, Issue, Provider, Refusal, Schema } from './provider.ts';
import { createQueryReader, type RawQuery } from './routing/query.ts';

/** One operation with its schemas and its handler, looked up once. */
export interface PreparedOperation {
  readonly handler: Handler | undefined;
  /** For an operation that responds from its schema. */
  readonly status: number;
  readonly result: Schema | undefined;
  readonly takesBody: boolean;
  readonly readQuery: (query: RawQuery) => Readonly<Record<string, unknown>>;
  /** The first reason to refuse the request, by the spec. */
  check(query: Readonly<Record<string, unknown>>, body: unknown): Refusal | undefined;
}

const NO_BODY: readonly Issue[] = [{ path: [], message: 'a JSON body is required' }];
const NO_QUERY: readonly Issue[] = [{ path: [], message: 'this operation takes no query' }];

function issuesOf(schema: Schema | undefined, value: unknown): readonly Issue[] | undefined {
  if (schema === undefined) return undefined;
  const parsed = schema.safeParse(value);
  return parsed.success ? undefined : parsed.error.issues;
}

export function prepareOperation(api: GeneratedApi, { handlers, statuses }: Provider, id: string): PreparedOperation {
  const [bodySchema, querySchema, result] = [api.bodySchemas[id], api.querySchemas[id], api.resultSchemas[id]];
  const body = api.operations[id]?.body;

  function bodyIssues(sent: unknown): readonly Issue[] | undefined {
    if (sent === undefined) return body === 'required' ? NO_BODY : undefined;
    return issuesOf(bodySchema, sent);
  }
  function queryIssues(query: Readonly<Record<string, unknown>>): readonly Issue[] | undefined {
    if (querySchema !== undefined) return issuesOf(querySchema, query);
    return Object.keys(query).length === 0 ? undefined : NO_QUERY;
  }
  return {
    handler: handlers[id],
    status: statuses?.[id] ?? (result === undefined ? 204 : 200),
    result,
    takesBody: body !== undefined,
    readQuery: createQueryReader(querySchema),
    check(query, sent) {
      const wrongQuery = queryIssues(query);
      if (wrongQuery !== undefined) return { reason: 'invalid-query', issues: wrongQuery };
      const wrongBody = bodyIssues(sent);
      return wrongBody === undefined ? undefined : { reason: 'invalid-body', issues: wrongBody };
    },
  };
}

/** `body.fields.phone: expected string`, one for each issue. */
export function printIssues(refusal: Refusal): string[] {
  if (refusal.reason !== 'invalid-body' && refusal.reason !== 'invalid-query') return [refusal.reason];
  const start = refusal.reason === 'invalid-body' ? 'body' : 'query';
  return refusal.issues.map((issue) => `${[start, ...issue.path.map(String)].join('.')}: ${issue.message}`);
}
