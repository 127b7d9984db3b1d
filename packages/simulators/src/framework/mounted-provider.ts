import type { Call, GeneratedApi, Issue, OperationMeta, Provider, Refusal, Reply, Schema } from './provider.ts';
import type { Random } from './random.ts';
import type { Open, RequestRecord } from './record.ts';
import type { Mount } from './routing/mounts.ts';
import { createQueryReader, type RawQuery } from './routing/query.ts';
import { exampleListOf, exampleOf } from './state/example.ts';

/** A request as a socket or a mocked fetch gives it. */
export interface Incoming {
  readonly method: string;
  /** Below the base URL, undecoded, without the query. */
  readonly path: string;
  /** Without the question mark. */
  readonly search: string;
  /** Path and query as the client sees them. */
  readonly address: string;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly text: string;
}

interface MountedOptions {
  readonly random: Random;
  /** Whether requests are checked against the spec. */
  readonly strict: boolean;
  /** Whether bodies are kept in the record. */
  readonly detailed: boolean;
}

const BEARER = /^bearer +(\S+) *$/i;
const NONE: readonly Issue[] = [];
const STATUSES: Readonly<Record<string, number>> = { 'rate-limited': 429, 'unknown-route': 404, failure: 500 };
const MESSAGES: Readonly<Record<string, string>> = { 'rate-limited': 'Too many requests', failure: 'Internal error' };

/** A refusal, with the usual status and text where the request or the fault has none. */
function toRefusal({ reason, ...more }: RefusalParts): Refusal {
  const message = more.issues?.[0]?.message ?? MESSAGES[reason] ?? 'Invalid request';
  return { reason, status: STATUSES[reason] ?? 400, message, issues: NONE, retryAfterSeconds: 0, ...more };
}

type RefusalParts = Pick<Refusal, 'reason'> & Partial<Refusal>;
const NO_BODY: readonly Issue[] = [{ path: [], message: 'a JSON body is required' }];
const NO_QUERY: readonly Issue[] = [{ path: [], message: 'this operation takes no query' }];

/** The first of a header that may have come more than once. */
const firstOf = (value: string | readonly string[] | undefined): string | undefined =>
  typeof value === 'object' ? value[0] : value;

function issuesOf(schema: Schema | undefined, value: unknown): readonly Issue[] | undefined {
  const parsed = schema?.safeParse(value);
  return parsed === undefined || parsed.success ? undefined : parsed.error.issues;
}

function parseBody(type: string, text: string): { value: unknown } | { fault: string } {
  if (!/^application\/(.+\+)?json\b/i.test(type)) return { fault: `content-type is '${type}', not application/json` };
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return { fault: 'the body is not JSON' };
  }
}

/** `body.fields.phone: expected string`, one for each issue. */
const printIssues = ({ issues, reason }: Refusal): string[] =>
  issues.map(({ message, path }) => `${[reason.slice('invalid-'.length), ...path.map(String)].join('.')}: ${message}`);

/** A provider with its spec: runs operations by the spec and by the provider's rules. */
export class MountedProvider {
  readonly provider: Provider;
  readonly #api: GeneratedApi;
  readonly #options: MountedOptions;
  readonly #queryReaders: ReadonlyMap<string, ReturnType<typeof createQueryReader>>;

  constructor(api: GeneratedApi, provider: Provider, options: MountedOptions) {
    this.provider = provider;
    this.#api = api;
    this.#options = options;
    this.#queryReaders = new Map(
      Object.keys(api.operations).map((id) => [id, createQueryReader(api.querySchemas[id])]),
    );
  }

  /** The call of a request, its body not read yet. */
  toCall(operationId: string, params: Call['params'], sent: RawQuery, { headers }: Incoming): Call {
    const { [this.provider.keyParam ?? '']: key, ...query } = sent;
    return {
      operationId,
      params,
      query: this.#queryReaders.get(operationId)?.(query) ?? {},
      body: undefined,
      token: firstOf(key) ?? BEARER.exec(firstOf(headers.authorization) ?? '')?.[1] ?? '',
      header: (name) => firstOf(headers[name]),
    };
  }

  perform(call: Call, { headers, text }: Incoming, record: Open<RequestRecord>): Reply {
    const { provider } = this;
    const unauthorized = provider.authorize(call);
    if (unauthorized !== undefined) return unauthorized;
    const type = firstOf(headers['content-type']) ?? '';
    const isForm = provider.forms?.includes(call.operationId) === true && type.startsWith('multipart/form-data');
    if (isForm) return this.#respond(call);
    if (this.#metaOf(call).body === undefined || text === '') return this.#checked(call, record);
    const body = parseBody(type, text);
    if ('fault' in body) {
      record.violations = [body.fault];
      return this.refuse({ reason: 'unreadable-body', message: body.fault }, call.operationId);
    }
    if (this.#options.detailed) record.body = body.value;
    return this.#checked({ ...call, body: body.value }, record);
  }

  /** A refusal of the framework, in the provider's shape or, where it has none, in a plain one. */
  refuse(parts: RefusalParts, operationId: string | undefined): Reply {
    const why = toRefusal(parts);
    return this.provider.refuse(why, operationId) ?? { status: why.status, body: { error: why.reason } };
  }

  /** A request that is not in the spec must not look like a lead that does not exist: the response names the nearest route. */
  refuseUnknownRoute(mount: Mount, { method, path }: Incoming): Reply {
    const near = mount.router.nearest(method, path);
    const message =
      `The ${mount.provider} simulator has no ${method} ${path} under ${mount.baseUrl}; ` +
      `the nearest is ${near?.verb} ${near?.path} (${near?.id})`;
    const reply = this.refuse({ reason: 'unknown-route', message }, undefined);
    return { ...reply, headers: { ...reply.headers, 'x-leadwire-simulator': message } };
  }

  /** The example of an operation's response. */
  example(call: Call): unknown {
    const schema = this.#api.resultSchemas[call.operationId];
    return schema === undefined ? undefined : exampleOf(schema, call, this.#options.random);
  }

  /** The example of a list's response, with an item for each record. */
  exampleList(call: Call, records: readonly object[]): unknown {
    const schema = this.#api.resultSchemas[call.operationId];
    return schema === undefined ? records : exampleListOf(schema, call, records, this.#options.random);
  }

  #metaOf({ operationId }: Call): OperationMeta {
    return this.#api.operations[operationId] as OperationMeta;
  }

  /** The first reason to refuse the request, by the spec. */
  #faultOf(call: Call): Refusal | undefined {
    const { operationId: id, query, body } = call;
    const querySchema = this.#api.querySchemas[id];
    const hasStrayQuery = querySchema === undefined && Object.keys(query).length > 0;
    const wrongQuery = hasStrayQuery ? NO_QUERY : issuesOf(querySchema, query);
    if (wrongQuery !== undefined) return toRefusal({ reason: 'invalid-query', issues: wrongQuery });
    const ifMissing = this.#metaOf(call).body === 'required' ? NO_BODY : undefined;
    const wrongBody = body === undefined ? ifMissing : issuesOf(this.#api.bodySchemas[id], body);
    return wrongBody && toRefusal({ reason: 'invalid-body', issues: wrongBody });
  }

  #checked(call: Call, record: Open<RequestRecord>): Reply {
    const wrong = this.#options.strict ? this.#faultOf(call) : undefined;
    if (wrong !== undefined) {
      record.violations = printIssues(wrong);
      const refused = this.provider.refuse(wrong, call.operationId);
      if (refused !== undefined) return refused;
    }
    return this.#respond(call);
  }

  #respond(call: Call): Reply {
    const { operationId: id } = call;
    const { handlers, statuses } = this.provider;
    const handler = handlers[id];
    if (handler === undefined) {
      const body = this.example(call);
      return { status: statuses?.[id] ?? (body === undefined ? 204 : 200), ...(body !== undefined && { body }) };
    }
    try {
      return handler(call);
    } catch (fault) {
      // A request that differs from the spec and was accepted must not make a handler throw.
      const wrong = this.#faultOf(call);
      if (wrong === undefined) throw fault;
      return this.refuse(wrong, id);
    }
  }
}
