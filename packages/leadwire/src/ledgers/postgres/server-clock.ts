/** Clocks that agree to this are taken to be the same: no host is nearer than this for long. */
const AGREED_MS = 1_000;

/** The server's time, milliseconds since the epoch. */
export const SERVER_TIME = '(extract(epoch from clock_timestamp()) * 1000)::bigint';

/**
 * How far the server's clock is ahead of this machine's, milliseconds. Rows are kept in the server's time and handed out in this
 * machine's, so that a worker whose clock is wrong does not take a lease for one that has run out.
 * @param between - this machine's time before the server was asked, and after
 */
export function aheadMs(server: number, between: { readonly before: number; readonly after: number }): number {
  if (server > between.after + AGREED_MS) return server - between.after;
  if (server < between.before - AGREED_MS) return server - between.before;
  return 0;
}
