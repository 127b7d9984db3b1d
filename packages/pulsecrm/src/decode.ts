/** What an audit entry says of the request itself: headers, addresses and keys have no place in a program's memory. */
const DROPPED = new Set(['requestHeaders', 'requestIpAddress', 'apiKey']);

/** An answer without the private part of its audit log. */
export function decode(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('auditLog' in value && Array.isArray(value.auditLog))
    return { ...value, auditLog: value.auditLog.map(withoutRequest) };
  const { data } = value as { data?: unknown };
  if (!Array.isArray(data)) return value;
  return data.some((row) => typeof row === 'object' && row !== null && 'auditLog' in row)
    ? { ...value, data: data.map(decode) }
    : value;
}

function withoutRequest(entry: unknown): unknown {
  if (typeof entry !== 'object' || entry === null) return entry;
  return Object.fromEntries(Object.entries(entry).filter(([name]) => !DROPPED.has(name)));
}
