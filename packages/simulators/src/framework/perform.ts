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

export interface PerformOptions {
  readonly strict: boolean;
  readonly random: Random;
  /** Whether the body is kept in the record. */
  readonly detailed: boolean;
}

/** The first of a header that may have come more than once. */
export const firstOf = (value: string | readonly string[] | undefined) =>
  typeof value === 'object' ? value[0] : value;

/** What the framework says itself: in the provider's words or, where it has none, in plain ones. */
export function refusalOf(provider: Provider, why: Refusal, operationId: string | undefined): Reply {
  const own = provider.refuse(why, operationId);
  if (own !== undefined) return own;
  const statuses = { 'rate-limited': 429, 'unknown-route': 404, failure: 500 } as const;
  const status =
    why.reason === 'failure' ? why.status : why.reason in statuses ? statuses[why.reason as 'failure'] : 400;
  return { status, body: { error: why.reason } };
}

/** A request that the spec does not know must not pass for a lead that is not there: it says so, and what was probably meant. */
export function refuseUnknownRoute(provider: Provider, mount: Mount, { method, path }: Incoming): Reply {
  const near = mount.router.nearest(method, path);
  const message =
    `The ${mount.provider} simulator knows no ${method} ${path} under ${mount.baseUrl}; ` +
    `the nearest is ${near?.verb} ${near?.path} (${near?.id})`;
  const reply = refusalOf(provider, { reason: 'unknown-route', message }, undefined);
  return { ...reply, headers: { ...reply.headers, 'x-leadwire-simulator': message } };
}

const isForm = (type: string) => type.startsWith('multipart/form-data');

const isJson = (type: string) => /^application\/(.+\+)?json\b/i.test(type);

function parseBody(type: string, text: string): { value: unknown } | { fault: string } {
  // Files are not looked into: an operation that takes them answers as if the form had been empty.
  if (isForm(type)) return { value: undefined };
  if (!isJson(type)) return { fault: `content-type is '${type}', not application/json` };
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return { fault: 'the body is not JSON' };
  }
}

/** The example of an operation's answer. */
export function exampleFor({ operations }: Mounted, call: Call, random: Random): unknown {
  const schema = operations.get(call.operationId)?.result;
  return schema === undefined ? undefined : exampleOf(schema, call, random);
}

/** The example of a list's answer, with an item for each record. */
export function exampleListFor(
  { operations }: Mounted,
  call: Call,
  records: readonly object[],
  random: Random,
): unknown {
  const schema = operations.get(call.operationId)?.result;
  if (schema === undefined) return records;
  return exampleListOf(schema, call, records, random);
}

/** Does what an operation does, by the spec and by the provider's rules. */
export function perform(
  mounted: Mounted,
  call: Call,
  incoming: Incoming,
  record: Open<RequestRecord>,
  options: PerformOptions,
): Reply {
  const { provider, operations } = mounted;
  const operation = operations.get(call.operationId) as PreparedOperation;
  const unauthorized = provider.authorize(call);
  if (unauthorized !== undefined) return unauthorized;

  const type = firstOf(incoming.headers['content-type']) ?? '';
  let asked = call;
  if (operation.takesBody && incoming.text !== '') {
    const body = parseBody(type, incoming.text);
    if ('fault' in body) {
      record.violations = [body.fault];
      return refusalOf(provider, { reason: 'unreadable-body', message: body.fault }, call.operationId);
    }
    if (options.detailed) record.body = body.value;
    asked = { ...call, body: body.value };
  }
  const wrong = options.strict && !isForm(type) ? operation.check(asked.query, asked.body) : undefined;
  if (wrong !== undefined) {
    record.violations = printIssues(wrong);
    const refused = provider.refuse(wrong, call.operationId);
    if (refused !== undefined) return refused;
  }
  if (operation.handler !== undefined) return handled(provider, operation, asked);
  if (operation.result === undefined) return { status: operation.status };
  return { status: operation.status, body: exampleFor(mounted, asked, options.random) };
}

/** A request that differs from the spec, and was let through all the same, must not bring a handler down. */
function handled(provider: Provider, operation: PreparedOperation, call: Call): Reply {
  try {
    return (operation.handler as NonNullable<PreparedOperation['handler']>)(call);
  } catch (fault) {
    const wrong = operation.check(call.query, call.body);
    if (wrong === undefined) throw fault;
    return refusalOf(provider, wrong, call.operationId);
  }
}
