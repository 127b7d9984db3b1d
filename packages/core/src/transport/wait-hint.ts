const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const MONTH = `(?<month>${MONTHS.join('|')})`;
const TIME = '(?<hours>\\d{2}):(?<minutes>\\d{2}):(?<seconds>\\d{2})';
/** The three forms of an HTTP-date: IMF-fixdate, RFC 850 and asctime. */
const FORMS = [
  new RegExp(`^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (?<day>\\d{2}) ${MONTH} (?<year>\\d{4}) ${TIME} GMT$`),
  new RegExp(`^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, (?<day>\\d{2})-${MONTH}-(?<year>\\d{2}) ${TIME} GMT$`),
  new RegExp(`^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) ${MONTH} (?<day>[ \\d]\\d) ${TIME} (?<year>\\d{4})$`),
];

/**
 * How long a Retry-After header asks us to wait, in milliseconds; undefined when absent or unreadable.
 * @param header - seconds or an HTTP-date, as sent
 * @param nowMs - milliseconds since the epoch
 * @example retryAfterMs('7', clock.now()) // 7000
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
 */
export function retryAfterMs(header: string | null | undefined, nowMs: number): number | undefined {
  if (header === null || header === undefined) return undefined;
  const text = header.trim();
  if (/^\d+$/.test(text)) return Math.min(Number(text) * 1000, Number.MAX_SAFE_INTEGER);
  const at = httpDateMs(text, nowMs);
  return at === undefined ? undefined : Math.max(0, at - nowMs);
}

/** One of the three HTTP-date forms as milliseconds since the epoch. */
export function httpDateMs(text: string, nowMs: number): number | undefined {
  const parts = FORMS.map((form) => form.exec(text)?.groups).find((groups) => groups !== undefined);
  if (parts === undefined) return undefined;
  const year = parts.year?.length === 2 ? wholeYear(Number(parts.year), nowMs) : Number(parts.year);
  const date = Date.UTC(year, MONTHS.indexOf(parts.month ?? ''), Number(parts.day));
  const [hours, minutes, seconds] = [Number(parts.hours), Number(parts.minutes), Number(parts.seconds)];
  // The 60th second is a leap second.
  const isValid = new Date(date).getUTCDate() === Number(parts.day) && hours < 24 && minutes < 60 && seconds <= 60;
  return isValid ? date + ((hours * 60 + minutes) * 60 + seconds) * 1000 : undefined;
}

/** Of two digits, a year that looks more than 50 years ahead is the past one. */
function wholeYear(digits: number, nowMs: number): number {
  const now = new Date(nowMs).getUTCFullYear();
  const year = now - (now % 100) + digits;
  return year > now + 50 ? year - 100 : year;
}

/**
 * What the response asks for: Retry-After, else RateLimit-Reset, X-RateLimit-Reset, or `retry_after` in its body, read by the response's own `Date`.
 * @returns milliseconds to wait, or undefined
 */
export function waitHintMs(headers: Headers, bodyText: string, ownNowMs: number): number | undefined {
  const nowMs = httpDateMs(headers.get('date')?.trim() ?? '', ownNowMs) ?? ownNowMs;
  return (
    retryAfterMs(headers.get('retry-after'), nowMs) ??
    resetMs(headers, 'ratelimit', nowMs) ??
    resetMs(headers, 'x-ratelimit', nowMs) ??
    bodyHintMs(bodyText)
  );
}

/** Some send these headers with every response: while requests are left, a reset does not ask for a wait. */
function resetMs(headers: Headers, prefix: string, nowMs: number): number | undefined {
  if (Number(headers.get(`${prefix}-remaining`)) > 0) return undefined;
  return parseResetMs(headers.get(`${prefix}-reset`), nowMs);
}

/** A reset as seconds from now, epoch seconds, epoch milliseconds or ISO 8601. */
function parseResetMs(header: string | null, nowMs: number): number | undefined {
  if (header === null) return undefined;
  const text = header.trim();
  if (/^\d+(\.\d+)?$/.test(text)) {
    const value = Number(text);
    if (value > 1e11) return Math.max(0, value - nowMs);
    if (value > 1e9) return Math.max(0, value * 1000 - nowMs);
    return value * 1000;
  }
  if (!/^\d{4}-\d{2}-\d{2}T/.test(text)) return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : Math.max(0, at - nowMs);
}

function bodyHintMs(text: string): number | undefined {
  if (!text.includes('retry_after')) return undefined;
  try {
    const { retry_after: seconds } = JSON.parse(text) as { retry_after?: unknown };
    return /^\d+(\.\d+)?$/.test(String(seconds)) ? Number(seconds) * 1000 : undefined;
  } catch {
    return undefined;
  }
}
