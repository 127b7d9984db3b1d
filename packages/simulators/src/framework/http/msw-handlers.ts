import { type HttpHandler, HttpResponse, http } from 'msw';
import type { Exchange } from '../exchange.ts';
import type { Mount } from '../routing/mounts.ts';
import { toIncoming, toResponse } from './fetch.ts';

/** One handler for each base URL. Our router finds the operation, so that a 404 can name the nearest route. */
export function createHandlers(mounts: readonly Mount[], exchange: Exchange, closing: AbortSignal): HttpHandler[] {
  return mounts.map((mount) =>
    http.all(`${mount.baseUrl}/*`, async ({ request }) => {
      const outcome = exchange.handle(mount, await toIncoming(request, mount));
      try {
        return await toResponse(outcome, request.signal, closing);
      } catch {
        return HttpResponse.error();
      }
    }),
  );
}
