import { inEnvelope, type OperationMeta } from '@leadwire/core/provider';

const LAST_PAGE = { currentPage: 1, totalPages: 1 };

/** What an audit entry says of the request itself: headers, addresses and keys have no place in a program's memory. */
const DROPPED = new Set(['requestHeaders', 'requestIpAddress', 'apiKey']);

/** A response without the private part of its audit logs, and a list in the envelope that its type says. */
export function decode(value: unknown, { pagination }: Pick<OperationMeta, 'pagination'>): unknown {
  return withoutRequests(pagination === undefined ? value : inEnvelope(value, pagination, LAST_PAGE));
}

/** The same value where no audit log is in it. */
function withoutRequests(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const clean = value.map(withoutRequests);
    return clean.some((inner, index) => inner !== value[index]) ? clean : value;
  }
  if ('auditLog' in value) return { ...value, auditLog: cleanLog(value.auditLog) };
  const { data } = value as { data?: unknown };
  const clean = withoutRequests(data);
  return clean === data ? value : { ...value, data: clean };
}

function cleanLog(log: unknown): unknown {
  if (Array.isArray(log)) return log.map(cleanLog);
  if (typeof log !== 'object' || log === null) return log;
  return Object.fromEntries(Object.entries(log).filter(([name]) => !DROPPED.has(name)));
}

/** The same for `raw`, which hands bodies on as they come: a response with an audit log is written anew. */
export async function onRawResponse({ response }: { readonly response: Response }): Promise<Response | undefined> {
  if (response.body === null) return undefined;
  const text = await response.text();
  const headers = new Headers(response.headers);
  headers.delete('content-length');
  return new Response(cleanText(text), { status: response.status, statusText: response.statusText, headers });
}

function cleanText(text: string): string {
  if (!text.includes('auditLog')) return text;
  try {
    return JSON.stringify(withoutRequests(JSON.parse(text)));
  } catch {
    return '';
  }
}
