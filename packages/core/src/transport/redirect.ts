import type { OperationMeta } from '../operation.ts';
import type { Reply } from './reply.ts';
import type { HttpRequest } from './request.ts';

export const isRedirect = (status: number): boolean =>
  status === 0 || (status >= 301 && status <= 308 && status !== 304);

/**
 * Where a redirect may be followed to: only for what reads, by GET, and only on the same origin,
 * so that no credential reaches another host. Undefined where it must not be followed.
 */
export function redirectTarget(reply: Reply, request: HttpRequest, operation: OperationMeta): string | undefined {
  if (!isRedirect(reply.status) || operation.effect !== 'read' || request.method !== 'GET') return undefined;
  const location = reply.headers.get('location');
  if (location === null) return undefined;
  try {
    const from = new URL(request.url);
    const to = new URL(location, from);
    return to.origin === from.origin ? to.href : undefined;
  } catch {
    return undefined;
  }
}
