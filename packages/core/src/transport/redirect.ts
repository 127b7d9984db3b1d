import type { AttemptResult, Policy } from './execution.ts';
import type { HttpRequest } from './request.ts';

const MAX_REDIRECTS = 3;

/** A read follows at most three redirects; this step is not part of a write's pipeline. */
export const redirect: Policy = (next) => async (request, execution) => {
  let current = request;
  for (let followed = 0; ; followed++) {
    const result = await next(current, execution);
    const target = redirectTarget(result, current);
    if (target === undefined || followed === MAX_REDIRECTS) return result;
    current = current.with({ url: target });
  }
};

const isRedirect = (status: number): boolean => status === 0 || (status >= 301 && status <= 308 && status !== 304);

/** Where a redirect leads: only by GET and on the same origin, so that no credential reaches another host; else undefined. */
function redirectTarget(result: AttemptResult, request: HttpRequest): string | undefined {
  if (!result.ok || !isRedirect(result.status) || request.method !== 'GET') return undefined;
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
