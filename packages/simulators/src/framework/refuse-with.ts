import type { Refusal, Reply } from './provider.ts';

/**
 * The refusals of a vendor whose failures have one shape, whatever their reason.
 * @example refuse: refuseWith((status, message) => ({ status, body: { message } }))
 */
export const refuseWith =
  (failure: (status: number, message: string, reason: Refusal['reason']) => Reply) =>
  ({ status, message, reason }: Refusal): Reply =>
    failure(status, message, reason);
