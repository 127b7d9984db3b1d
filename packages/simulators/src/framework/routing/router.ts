import type { OperationMeta } from '../provider.ts';
import { distance } from './nearest.ts';

export interface Match {
  readonly operation: OperationMeta;
  readonly params: Readonly<Record<string, string>>;
}

/** Finds the operation of a request; made once from a provider's operations. */
export interface Router {
  /** @param path - below the base URL, with its leading slash, undecoded */
  match(method: string, path: string): Match | undefined;
  /** The operation whose method and path look most like the request's: what the caller probably meant. */
  nearest(method: string, path: string): OperationMeta | undefined;
}

interface Node {
  readonly literals: Map<string, Node>;
  param: Node | undefined;
  readonly operations: Map<string, { readonly operation: OperationMeta; readonly names: readonly string[] }>;
}

const createNode = (): Node => ({ literals: new Map(), param: undefined, operations: new Map() });

const isParam = (segment: string) => segment.startsWith('{') && segment.endsWith('}');

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function addRoute(root: Node, operation: OperationMeta): void {
  const names: string[] = [];
  let node = root;
  for (const segment of operation.path.split('/').slice(1)) {
    if (isParam(segment)) {
      names.push(segment.slice(1, -1));
      node.param ??= createNode();
      node = node.param;
      continue;
    }
    const next = node.literals.get(segment) ?? createNode();
    node.literals.set(segment, next);
    node = next;
  }
  node.operations.set(operation.verb, { operation, names });
}

/** Words of the template go before parameters; a dead end turns back to the parameter. */
function find(
  node: Node,
  segments: readonly string[],
  at: number,
  values: string[],
  method: string,
): Match | undefined {
  const segment = segments[at];
  if (segment === undefined) {
    const found = node.operations.get(method);
    if (found === undefined) return undefined;
    const params: Record<string, string> = {};
    for (const [index, name] of found.names.entries()) params[name] = decode(values[index] ?? '');
    return { operation: found.operation, params };
  }
  const literal = node.literals.get(segment);
  const match = literal === undefined ? undefined : find(literal, segments, at + 1, values, method);
  if (match !== undefined || node.param === undefined || segment === '') return match;
  values.push(segment);
  const byParam = find(node.param, segments, at + 1, values, method);
  if (byParam === undefined) values.pop();
  return byParam;
}

/** What a segment that is missing, or one too many, costs. */
const SEGMENT = 3;
/** A parameter takes any segment, at little cost. */
const PARAM = 0.5;
/** Another method costs more than a letter; PATCH and PUT are often taken for each other. */
const METHOD = 1.5;
const CHANGES = new Set(['PATCH', 'PUT']);

/** How unlike a path is to a template: a Levenshtein distance of segments, each unlike another by its letters. */
function unlikeness(path: string, template: string): number {
  const have = path.split('/').slice(1);
  const want = template.split('/').slice(1);
  let row = Array.from({ length: want.length + 1 }, (_, index) => index * SEGMENT);
  for (const [index, segment] of have.entries()) {
    const next = [(index + 1) * SEGMENT];
    for (const [at, wanted] of want.entries()) {
      const swap = isParam(wanted) ? PARAM : distance(segment, wanted);
      const skip = Math.min(row[at + 1] ?? 0, next[at] ?? 0) + SEGMENT;
      next.push(Math.min((row[at] ?? 0) + swap, skip));
    }
    row = next;
  }
  return row[want.length] ?? 0;
}

function unlikeMethod(method: string, verb: string): number {
  if (method === verb) return 0;
  return CHANGES.has(method) && CHANGES.has(verb) ? PARAM : METHOD;
}

export function createRouter(operations: readonly OperationMeta[]): Router {
  const root = createNode();
  for (const operation of operations) addRoute(root, operation);
  return {
    match: (method, path) => find(root, path.split('/').slice(1), 0, [], method),
    nearest(method, path) {
      const costs = operations.map((operation) => ({
        operation,
        cost: unlikeness(path, operation.path) + unlikeMethod(method, operation.verb),
      }));
      return costs.sort((a, b) => a.cost - b.cost)[0]?.operation;
    },
  };
}
