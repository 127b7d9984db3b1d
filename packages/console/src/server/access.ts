import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Context, MiddlewareHandler } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';

/** Who may use the page: a browser that opened the address with the token, which works once, and holds the cookie since. */
export class Access {
  #token: string | undefined = randomBytes(32).toString('base64url');
  readonly #session = randomBytes(32).toString('base64url');

  /** For the address; undefined once it was used. */
  get token(): string | undefined {
    return this.#token;
  }

  /** Gives the cookie to a browser that has the token. */
  admit(context: Context, token: string, port: number): boolean {
    if (this.#token === undefined || !isSame(token, this.#token)) return false;
    this.#token = undefined;
    setCookie(context, cookieName(port), this.#session, { httpOnly: true, sameSite: 'Strict', path: '/' });
    return true;
  }

  isAdmitted(context: Context, port: number): boolean {
    return isSame(getCookie(context, cookieName(port)) ?? '', this.#session);
  }
}

/** Browsers send a cookie of 127.0.0.1 to all of its ports: the name keeps two consoles apart. */
const cookieName = (port: number): string => `leadwire-${port}`;

function isSame(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}

const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/**
 * Refuses what does not come from this page: a name that was made to point here (DNS rebinding) shows in Host, another page in Origin.
 * @see https://owasp.org/www-community/attacks/DNS_Rebinding
 */
export function requireOwnOrigin(port: () => number): MiddlewareHandler {
  return async (context, next) => {
    const own = `127.0.0.1:${port()}`;
    const { req } = context;
    const origin = req.header('origin');
    const site = req.header('sec-fetch-site');
    const isRead = req.method === 'GET' || req.method === 'HEAD';
    if (req.header('host') !== own) return context.text(`This server is http://${own} only.`, 403);
    const isForeign = origin === undefined ? !isRead : origin !== `http://${own}`;
    if (isForeign || (site !== undefined && site !== 'same-origin' && site !== 'none'))
      return context.text('Requests of other pages are refused.', 403);
    return next();
  };
}

/** Nothing is loaded from elsewhere, and nothing is kept by the browser. */
export const withSafeHeaders: MiddlewareHandler = async (context, next) => {
  await next();
  const { headers } = context.res;
  headers.set('content-security-policy', CONTENT_SECURITY_POLICY);
  headers.set('x-content-type-options', 'nosniff');
  headers.set('referrer-policy', 'no-referrer');
  headers.set('cross-origin-opener-policy', 'same-origin');
  headers.set('cross-origin-resource-policy', 'same-origin');
  headers.set('cache-control', 'no-store');
};
