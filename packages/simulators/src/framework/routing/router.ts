// rou3 and its like drop a slash at the end of a path, which these vendors do not.

import { distance } from 'fastest-levenshtein';
import type { OperationMeta } from '../provider.ts';

interface Match {
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

interface Route {
  readonly operation: OperationMeta;
  /** Of the parameters in its path, in order. */
  readonly names: readonly string[];
}

interface Node {
  readonly literals: Map<string, Node>;
  param: Node | undefined;
  /** By method. */
  readonly routes: Map<string, Route>;
}

interface Found {
  readonly route: Route;
  readonly values: readonly string[];
}

const createNode = (): Node => ({ literals: new Map(), param: undefined, routes: new Map() });

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
  node.routes.set(operation.verb, { operation, names });
}

/** Literal segments go before parameters; after a dead end the parameter is tried. */
function find(
  node: Node,
  [segment, ...rest]: readonly string[],
  values: readonly string[],
  method: string,
): Found | undefined {
  if (segment === undefined) {
    const route = node.routes.get(method);
    return route && { route, values };
  }
  const literal = node.literals.get(segment);
  const found = literal && find(literal, rest, values, method);
  if (found !== undefined || node.param === undefined || segment === '') return found;
  return find(node.param, rest, [...values, segment], method);
}

function match(root: Node, method: string, path: string): Match | undefined {
  const found = find(root, path.split('/').slice(1), [], method);
  if (found === undefined) return undefined;
  const params = found.route.names.map((name, index) => [name, decode(found.values[index] ?? '')]);
  return { operation: found.route.operation, params: Object.fromEntries(params) };
}

/** The cost of a segment that is missing, or one too many. */
const SEGMENT = 3;
/** A parameter matches any segment, at little cost. */
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
    match: (method, path) => match(root, method, path),
    nearest(method, path) {
      const costs = operations.map((operation) => ({
        operation,
        cost: unlikeness(path, operation.path) + unlikeMethod(method, operation.verb),
      }));
      return costs.sort((a, b) => a.cost - b.cost)[0]?.operation;
    },
  };
}
