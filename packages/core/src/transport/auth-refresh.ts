import type { Policy } from './execution.ts';
import { withDeadline } from './with-deadline.ts';

/** After a 401 on a login token: gets new credentials and replays the request, once. */
export const authRefresh: Policy = (next) => async (request, execution) => {
  const result = await next(request, execution);
  const { operation } = execution.options;
  if (operation.refresh === undefined || !result.ok || result.status !== 401) return result;
  const replay = await withDeadline(operation.refresh(operation, request), execution.options);
  if ('stopped' in replay) return replay.stopped;
  return replay.value === undefined ? result : next(replay.value, execution);
};
