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
  readonly segments: readonly string[];
}

const isParam = (segment: string) => segment.startsWith('{') && segment.endsWith('}');

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

const fits = ({ segments }: Route, path: readonly string[]): boolean =>
  segments.every((segment, index) => (isParam(segment) ? path[index] !== '' : segment === path[index]));

function paramsOf({ segments }: Route, path: readonly string[]): Record<string, string> {
  const params: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    if (isParam(segment)) params[segment.slice(1, -1)] = decode(path[index] ?? '');
  }
  return params;
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
  const keyOf = (method: string, segments: readonly string[]) => `${method} ${segments.length}`;
  // Literal segments go before parameters: no letter of a path comes behind a brace.
  const inOrder = [...operations].sort((a, b) => (a.path < b.path ? -1 : 1));
  const routes = inOrder.map((operation): Route => ({ operation, segments: operation.path.split('/').slice(1) }));
  const byShape = new Map<string, Route[]>();
  for (const route of routes) {
    const key = keyOf(route.operation.verb, route.segments);
    byShape.set(key, [...(byShape.get(key) ?? []), route]);
  }
  return {
    match(method, path) {
      const segments = path.split('/').slice(1);
      const route = byShape.get(keyOf(method, segments))?.find((each) => fits(each, segments));
      return route && { operation: route.operation, params: paramsOf(route, segments) };
    },
    nearest(method, path) {
      const costs = operations.map((operation) => ({
        operation,
        cost: unlikeness(path, operation.path) + unlikeMethod(method, operation.verb),
      }));
      return costs.sort((a, b) => a.cost - b.cost)[0]?.operation;
    },
  };
}
