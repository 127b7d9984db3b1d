import type { OperationMeta } from './simulator.ts';

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

/** Levenshtein distance, row by row. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, swap));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** How unlike a path is to a template: a parameter takes any segment at little cost, a missing or extra segment costs its length. */
function unlikeness(path: string, template: string): number {
  const have = path.split('/').slice(1);
  const want = template.split('/').slice(1);
  let sum = 0;
  for (let index = 0; index < Math.max(have.length, want.length); index += 1) {
    const [segment, wanted] = [have[index], want[index]];
    if (segment === undefined || wanted === undefined) sum += (segment ?? wanted ?? '').length + 1;
    else sum += isParam(wanted) ? 0.5 : distance(segment, wanted);
  }
  return sum;
}

export function createRouter(operations: readonly OperationMeta[]): Router {
  const root = createNode();
  for (const operation of operations) addRoute(root, operation);
  return {
    match: (method, path) => find(root, path.split('/').slice(1), 0, [], method),
    nearest(method, path) {
      const costs = operations.map((operation) => ({
        operation,
        cost: unlikeness(path, operation.path) + (operation.verb === method ? 0 : 1),
      }));
      return costs.sort((a, b) => a.cost - b.cost)[0]?.operation;
    },
  };
}
