import type { Policy } from './policy.ts';
import { withDeadline } from './with-deadline.ts';

/** The intent is committed before the first byte may leave; a later attempt of the same call is covered by it. */
export const commitIntent: Policy = async (request, execution, next) => {
  const { beforeSend } = execution.options;
  if (beforeSend === undefined || execution.firstSentAt !== undefined) return next(request, execution);
  const committed = await withDeadline(Promise.resolve().then(beforeSend), execution.options);
  return 'stopped' in committed ? committed.stopped : next(request, execution);
};
