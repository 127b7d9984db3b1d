import type { Effect } from '../effect.ts';
import type { TimeoutPhase } from '../errors.ts';

/** What a rejected `fetch` says of the network, read from the codes that Node, undici and others put on its causes. */
export interface NetworkFailure {
  readonly failure: 'timeout' | 'network';
  readonly phase?: TimeoutPhase;
  readonly effect: Effect;
  readonly reason: string;
}

const NO_CONNECTION = 'no connection in time';

/** Nothing was sent: the connection never stood. */
const BEFORE_CONNECT: Record<string, string> = {
  ECONNREFUSED: 'connection refused',
  ENOTFOUND: 'host name not found',
  EAI_AGAIN: 'host name could not be looked up',
  EHOSTUNREACH: 'host unreachable',
  ENETUNREACH: 'network unreachable',
  EADDRNOTAVAIL: 'no local address for the connection',
  ERR_INVALID_URL: 'address is not valid',
  UND_ERR_CONNECT_TIMEOUT: NO_CONNECTION,
  ETIMEDOUT: NO_CONNECTION,
};

/** The connection stood, and ended before a status line. */
const AFTER_CONNECT: Record<string, string> = {
  ECONNRESET: 'connection reset',
  ECONNABORTED: 'connection aborted',
  LOST: 'connection lost',
  EPIPE: 'connection closed while sending',
  UND_ERR_SOCKET: 'connection closed by the other side',
  UND_ERR_CLOSED: 'connection closed',
  UND_ERR_DESTROYED: 'connection destroyed',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'answer shorter than announced',
};

const TLS = /^(ERR_TLS|ERR_SSL|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|HOSTNAME_MISMATCH|EPROTO)/;

/** Refusals that come without a code: Node's fetch has ports that it never calls, and a handshake may be cut off. */
const NOT_SENT: Record<string, string> = {
  'bad port': 'fetch does not call this port',
  'Client network socket disconnected before secure TLS connection was established': 'TLS could not be set up',
};

export function networkFailure(error: unknown): NetworkFailure {
  const cause = (error as { cause?: { message?: unknown } } | null | undefined)?.cause;
  const notSent = NOT_SENT[String(cause?.message)];
  if (notSent !== undefined) return { failure: 'network', effect: 'none', reason: notSent };
  for (const code of codesOf(error)) {
    const early = BEFORE_CONNECT[code];
    if (early === NO_CONNECTION) return { failure: 'timeout', phase: 'connect', effect: 'none', reason: early };
    if (code === 'UND_ERR_HEADERS_TIMEOUT')
      return { failure: 'timeout', phase: 'headers', effect: 'unknown', reason: 'no status line in time' };
    if (code === 'UND_ERR_BODY_TIMEOUT')
      return { failure: 'timeout', phase: 'body', effect: 'unknown', reason: 'body not finished in time' };
    if (early !== undefined) return { failure: 'network', effect: 'none', reason: early };
    if (TLS.test(code)) return { failure: 'network', effect: 'none', reason: 'TLS could not be set up' };
    if (code in AFTER_CONNECT) return { failure: 'network', effect: 'unknown', reason: AFTER_CONNECT[code] ?? code };
  }
  return { failure: 'network', effect: 'unknown', reason: 'the connection failed' };
}

/** Codes of an error and its causes, outermost first; of several connection tries, any that may have sent comes first. */
function codesOf(error: unknown, depth = 0): string[] {
  if (typeof error !== 'object' || error === null || depth > 5) return [];
  const { cause, errors } = error as { cause?: unknown; errors?: unknown };
  const code = codeOf(error);
  const inner = Array.isArray(errors) ? errors.flatMap((each) => codesOf(each, depth + 1)) : [];
  inner.sort((a, b) => Number(a in BEFORE_CONNECT) - Number(b in BEFORE_CONNECT));
  return [...(code !== undefined && !Array.isArray(errors) ? [code] : []), ...inner, ...codesOf(cause, depth + 1)];
}

/** Once a connection stands, a host can get out of reach and time can run out, too: then the code comes from reading or writing. */
function codeOf(error: { code?: unknown; syscall?: unknown }): string | undefined {
  const { code, syscall } = error;
  if (typeof code !== 'string') return undefined;
  return code in BEFORE_CONNECT && (syscall === 'read' || syscall === 'write') ? 'LOST' : code;
}
