import type { Effect } from '../effect.ts';
import type { TimeoutPhase } from '../errors.ts';

/** What a rejected `fetch` says of the network, read from the codes that Node, undici, Bun, Deno and others put on its causes. */
export interface NetworkFailure {
  readonly failure: 'timeout' | 'network';
  readonly phase?: TimeoutPhase;
  readonly effect: Effect;
  readonly reason: string;
}

const NO_CONNECTION = 'no connection in time';
const NO_TLS = 'TLS could not be set up';
const NO_TUNNEL = 'the proxy refused the tunnel';
const NOT_FOUND = 'host name not found';
const REFUSED = 'connection refused';

/** Nothing was sent: the connection never stood, or `fetch` would not send the request. */
const BEFORE_CONNECT: Readonly<Record<string, string>> = {
  ECONNREFUSED: REFUSED,
  ConnectionRefused: REFUSED,
  FailedToOpenSocket: 'the connection could not be opened',
  ENOTFOUND: NOT_FOUND,
  DNSException: NOT_FOUND,
  EAI_AGAIN: 'host name could not be looked up',
  EAI_FAIL: 'host name could not be looked up',
  EHOSTUNREACH: 'host unreachable',
  ENETUNREACH: 'network unreachable',
  EADDRNOTAVAIL: 'no local address for the connection',
  ERR_INVALID_URL: 'address is not valid',
  UND_ERR_CONNECT_TIMEOUT: NO_CONNECTION,
  ETIMEDOUT: NO_CONNECTION,
  UND_ERR_INVALID_ARG: 'fetch refused the request or its dispatcher, which may be of another undici version',
  ERR_PROXY_TUNNEL: NO_TUNNEL,
  UND_ERR_NOT_SUPPORTED: 'fetch does not support this request',
};

/** The connection stood, and ended before a status line. */
const AFTER_CONNECT: Readonly<Record<string, string>> = {
  ECONNRESET: 'connection reset',
  ConnectionClosed: 'connection closed',
  ECONNABORTED: 'connection aborted',
  LOST: 'connection lost',
  EPIPE: 'connection closed while sending',
  EPROTO: 'the TLS connection failed',
  UND_ERR_SOCKET: 'connection closed by the other side',
  UND_ERR_CLOSED: 'connection closed',
  UND_ERR_DESTROYED: 'connection destroyed',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'response shorter than announced',
};

/** A certificate that was not accepted, or a handshake that failed: other TLS errors also come after the request was received. */
const TLS_SETUP =
  /^(CERT_|DEPTH_ZERO_SELF_SIGNED_CERT$|SELF_SIGNED_CERT_IN_CHAIN$|UNABLE_TO_(GET|VERIFY|DECRYPT|DECODE)_|HOSTNAME_MISMATCH$|INVALID_CA$|INVALID_PURPOSE$|ERR_TLS_CERT_|ERR_TLS_(HANDSHAKE_TIMEOUT|INVALID_PROTOCOL_VERSION|PROTOCOL_VERSION_CONFLICT)$|ERR_SSL_\w*(HANDSHAKE_FAILURE|PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|UNRECOGNIZED_NAME|NO_PROTOCOLS_AVAILABLE|NO_CIPHERS_AVAILABLE|NO_CIPHER_MATCH|CERTIFICATE_VERIFY_FAILED)$)/;

/** Failures that come without their own code: ports that fetch never calls, a handshake that is cut off, a proxy that says no, and Deno's. */
const NOT_SENT: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [/^bad port$/, 'fetch does not call this port'],
  [/^Client network socket disconnected before secure TLS connection/, NO_TLS],
  [/^Proxy response \(\d+\) ?!== 200/, NO_TUNNEL],
  [/tunnel error|tunneling socket could not be established/, NO_TUNNEL],
  [/client error \(Connect\).*dns error/, NOT_FOUND],
  [/client error \(Connect\).*(certificate|tls|handshake)/i, NO_TLS],
  [/client error \(Connect\)/, REFUSED],
];

export function networkFailure(error: unknown): NetworkFailure {
  for (const { code, message } of causesOf(error)) {
    const [, reason] = NOT_SENT.find(([pattern]) => pattern.test(message)) ?? [];
    if (reason !== undefined) return { failure: 'network', effect: 'none', reason };
    const known = code === undefined ? undefined : ofCode(code);
    if (known !== undefined) return known;
  }
  return { failure: 'network', effect: 'unknown', reason: 'the connection failed' };
}

/** undici's own limits end a call that `timeoutMs` would have let wait. */
const OWN_LIMIT =
  'fetch itself gave up, in Node after 300 s whatever timeoutMs says; pass a fetch with an undici Agent that has longer headersTimeout and bodyTimeout';

function ofCode(code: string): NetworkFailure | undefined {
  const early = BEFORE_CONNECT[code];
  if (early === NO_CONNECTION) return { failure: 'timeout', phase: 'connect', effect: 'none', reason: early };
  if (early !== undefined) return { failure: 'network', effect: 'none', reason: early };
  if (code === 'UND_ERR_HEADERS_TIMEOUT')
    return { failure: 'timeout', phase: 'headers', effect: 'unknown', reason: `no status line in time: ${OWN_LIMIT}` };
  if (code === 'UND_ERR_BODY_TIMEOUT')
    return { failure: 'timeout', phase: 'body', effect: 'unknown', reason: `body not finished in time: ${OWN_LIMIT}` };
  if (TLS_SETUP.test(code)) return { failure: 'network', effect: 'none', reason: NO_TLS };
  if (/^ERR_(SSL|TLS)_/.test(code))
    return { failure: 'network', effect: 'unknown', reason: 'the TLS connection failed' };
  const late = AFTER_CONNECT[code];
  return late === undefined ? undefined : { failure: 'network', effect: 'unknown', reason: late };
}

interface Cause {
  readonly code: string | undefined;
  /** Its end: an address in front of it may be long. */
  readonly message: string;
}

/** An error and its causes, outermost first; of several connection tries, any that may have sent comes first. */
function causesOf(error: unknown, depth = 0): Cause[] {
  if (typeof error !== 'object' || error === null || depth > 5) return [];
  const { cause, errors, message } = error as { cause?: unknown; errors?: unknown; message?: unknown };
  const inner = Array.isArray(errors) ? errors.flatMap((each) => causesOf(each, depth + 1)) : [];
  inner.sort((a, b) => Number(isEarly(a)) - Number(isEarly(b)));
  const own = { code: codeOf(error), message: String(message ?? '').slice(-300) };
  return [...(Array.isArray(errors) ? [] : [own]), ...inner, ...causesOf(cause, depth + 1)];
}

const isEarly = ({ code = '' }: Cause): boolean => code in BEFORE_CONNECT;

/** Once a connection stands, a host can get out of reach and time can run out, too. */
const AT_ANY_TIME: ReadonlySet<string> = new Set(['ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH']);

/** Such a code proves something only where it says that it comes from connecting: node-fetch says it in its message alone, and others not at all. */
function codeOf(error: { code?: unknown; message?: unknown; name?: unknown; syscall?: unknown }): string | undefined {
  const { code, message, name, syscall } = error;
  if (typeof code !== 'string') return name === 'DNSException' ? name : undefined;
  const isConnecting = syscall === 'connect' || String(message).slice(-300).includes(`connect ${code}`);
  return AT_ANY_TIME.has(code) && !isConnecting ? 'LOST' : code;
}
