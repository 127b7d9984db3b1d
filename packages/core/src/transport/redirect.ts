import type { OperationMeta } from '../operation.ts';
import type { Policy } from './policy.ts';
import type { HttpRequest } from './request.ts';
import type { AttemptResult } from './response.ts';

const MAX_REDIRECTS = 3;

/** What only reads follows at most three redirects; a write never follows one. */
export const redirect: Policy = async (request, execution, next) => {
  let current = request;
  for (let followed = 0; ; followed++) {
    const result = await next(current, execution);
    const target = redirectTarget(result, current, execution.options.operation);
    if (target === undefined || followed === MAX_REDIRECTS) return result;
    current = current.with({ url: target });
  }
};

export const isRedirect = (status: number): boolean =>
  status === 0 || (status >= 301 && status <= 308 && status !== 304);

/**
 * Where a redirect may be followed to: only for what reads, by GET, and only on the same origin,
 * so that no credential reaches another host. Undefined where it must not be followed.
 */
function redirectTarget(result: AttemptResult, request: HttpRequest, operation: OperationMeta): string | undefined {
  if (!result.ok || !isRedirect(result.status) || operation.effect !== 'read' || request.method !== 'GET')
    return undefined;
  const location = result.headers.get('location');
  if (location === null) return undefined;
  try {
    const from = new URL(request.url);
    const to = new URL(location, from);
    return to.origin === from.origin ? to.href : undefined;
  } catch {
    return undefined;
  }
}
