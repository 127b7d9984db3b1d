const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const TIME = '(\\d{2}):(\\d{2}):(\\d{2})';
const MONTH = `(${MONTHS.join('|')})`;
const IMF = new RegExp(`^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (\\d{2}) ${MONTH} (\\d{4}) ${TIME} GMT$`);
const RFC850 = new RegExp(`^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, (\\d{2})-${MONTH}-(\\d{2}) ${TIME} GMT$`);
const ASCTIME = new RegExp(`^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) ${MONTH} ([ \\d]\\d) ${TIME} (\\d{4})$`);

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
  const imf = IMF.exec(text);
  if (imf) return utcMs(imf[3], imf[2], imf[1], imf.slice(4));
  const asctime = ASCTIME.exec(text);
  if (asctime) return utcMs(asctime[6], asctime[1], asctime[2], asctime.slice(3, 6));
  const rfc850 = RFC850.exec(text);
  if (!rfc850) return undefined;
  // Two digits: a year that looks more than 50 years ahead is the past one.
  const century = Math.floor(new Date(nowMs).getUTCFullYear() / 100) * 100;
  const year = century + Number(rfc850[3]);
  const wrapped = year > new Date(nowMs).getUTCFullYear() + 50 ? year - 100 : year;
  return utcMs(String(wrapped), rfc850[2], rfc850[1], rfc850.slice(4));
}

function utcMs(
  year: string | undefined,
  month: string | undefined,
  day: string | undefined,
  time: string[],
): number | undefined {
  const [hours = 24, minutes = 60, seconds = 61] = time.map(Number);
  const date = Date.UTC(Number(year), MONTHS.indexOf(month ?? ''), Number(day));
  // The 60th second is a leap second.
  const valid = new Date(date).getUTCDate() === Number(day) && hours < 24 && minutes < 60 && seconds <= 60;
  return valid ? date + ((hours * 60 + minutes) * 60 + seconds) * 1000 : undefined;
}

/**
 * What the response as a whole asks for: Retry-After, else RateLimit-Reset, else X-RateLimit-Reset, else `retry_after` in its body. Dates are read
 * against the response's own `Date`: the two clocks may differ.
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
