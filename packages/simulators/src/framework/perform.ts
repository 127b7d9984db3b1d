import { type PreparedOperation, printIssues } from './operation.ts';
import type { Call, Provider, Refusal, Reply } from './provider.ts';
import type { Random } from './random.ts';
import type { Open, RequestRecord } from './record.ts';
import type { Mount } from './routing/mounts.ts';
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

/** A provider with its operations looked up. */
export interface Mounted {
  readonly provider: Provider;
  readonly operations: ReadonlyMap<string, PreparedOperation>;
}

/** One request to one operation. */
interface Attempt {
  readonly mounted: Mounted;
  readonly call: Call;
  readonly incoming: Incoming;
  readonly record: Open<RequestRecord>;
  /** Whether the request is checked against the spec. */
  readonly strict: boolean;
  /** Whether the body is kept in the record. */
  readonly detailed: boolean;
  readonly random: Random;
}

/** The first of a header that may have come more than once. */
export const firstOf = (value: string | readonly string[] | undefined): string | undefined =>
  typeof value === 'object' ? value[0] : value;

const STATUSES: Readonly<Record<string, number>> = { 'rate-limited': 429, 'unknown-route': 404, failure: 500 };

/** A refusal of the framework, in the provider's shape or, where it has none, in a plain one. */
export function refusalOf(provider: Provider, why: Refusal, operationId: string | undefined): Reply {
  const status = why.reason === 'failure' ? why.status : (STATUSES[why.reason] ?? 400);
  return provider.refuse(why, operationId) ?? { status, body: { error: why.reason } };
}

/** A request that is not in the spec must not look like a lead that does not exist: the response names the nearest route. */
export function refuseUnknownRoute(provider: Provider, mount: Mount, { method, path }: Incoming): Reply {
  const near = mount.router.nearest(method, path);
  const message =
    `The ${mount.provider} simulator has no ${method} ${path} under ${mount.baseUrl}; ` +
    `the nearest is ${near?.verb} ${near?.path} (${near?.id})`;
  const reply = refusalOf(provider, { reason: 'unknown-route', message }, undefined);
  return { ...reply, headers: { ...reply.headers, 'x-leadwire-simulator': message } };
}

const isForm = (type: string) => type.startsWith('multipart/form-data');

const isJson = (type: string) => /^application\/(.+\+)?json\b/i.test(type);

function parseBody(type: string, text: string): { value: unknown } | { fault: string } {
  if (!isJson(type)) return { fault: `content-type is '${type}', not application/json` };
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return { fault: 'the body is not JSON' };
  }
}

/** The example of an operation's response. */
export function exampleFor({ operations }: Mounted, call: Call, random: Random): unknown {
  const schema = operations.get(call.operationId)?.result;
  return schema === undefined ? undefined : exampleOf(schema, call, random);
}

/** The example of a list's response, with an item for each record. */
export function exampleListFor(
  { operations }: Mounted,
  call: Call,
  records: readonly object[],
  random: Random,
): unknown {
  const schema = operations.get(call.operationId)?.result;
  return schema === undefined ? records : exampleListOf(schema, call, records, random);
}

/** Runs an operation by the spec and by the provider's rules. */
export function perform(attempt: Attempt): Reply {
  const { mounted, call, incoming, record } = attempt;
  const { provider, operations } = mounted;
  const operation = operations.get(call.operationId) as PreparedOperation;
  const unauthorized = provider.authorize(call);
  if (unauthorized !== undefined) return unauthorized;

  const type = firstOf(incoming.headers['content-type']) ?? '';
  const takesForm = provider.forms?.includes(call.operationId) === true && isForm(type);
  if (!operation.takesBody || incoming.text === '' || takesForm) return respond(attempt, operation, takesForm);
  const body = parseBody(type, incoming.text);
  if ('fault' in body) {
    record.violations = [body.fault];
    return refusalOf(provider, { reason: 'unreadable-body', message: body.fault }, call.operationId);
  }
  if (attempt.detailed) record.body = body.value;
  return respond({ ...attempt, call: { ...call, body: body.value } }, operation, false);
}

function respond(attempt: Attempt, operation: PreparedOperation, isFormData: boolean): Reply {
  const { call, mounted, record, random, strict } = attempt;
  const wrong = strict && !isFormData ? operation.check(call.query, call.body) : undefined;
  if (wrong !== undefined) {
    record.violations = printIssues(wrong);
    const refused = mounted.provider.refuse(wrong, call.operationId);
    if (refused !== undefined) return refused;
  }
  if (operation.handler !== undefined) return handled(mounted.provider, operation, call);
  if (operation.result === undefined) return { status: operation.status };
  return { status: operation.status, body: exampleFor(mounted, call, random) };
}

/** A request that differs from the spec and was accepted must not make a handler throw. */
function handled(provider: Provider, operation: PreparedOperation, call: Call): Reply {
  try {
    return (operation.handler as NonNullable<PreparedOperation['handler']>)(call);
  } catch (fault) {
    const wrong = operation.check(call.query, call.body);
    if (wrong === undefined) throw fault;
    return refusalOf(provider, wrong, call.operationId);
  }
}
