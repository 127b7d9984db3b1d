import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { httpDateMs, retryAfterMs, waitHintMs } from './wait-hint.ts';

const NOW = Date.UTC(2026, 10, 21, 5, 0, 0);
const hint = (headers: Record<string, string>, body = '') => waitHintMs(new Headers(headers), body, NOW);

describe('Retry-After', () => {
  test('digits are seconds', () => {
    fc.assert(fc.property(fc.nat({ max: 1e9 }), (seconds) => retryAfterMs(String(seconds), NOW) === seconds * 1000));
  });

  test('more seconds than a number holds saturate', () => {
    expect(retryAfterMs('9'.repeat(400), NOW)).toBe(Number.MAX_SAFE_INTEGER);
  });

  test.each([
    ['IMF-fixdate', 'Sat, 21 Nov 2026 05:00:07 GMT', 7_000],
    ['RFC 850', 'Saturday, 21-Nov-26 05:00:07 GMT', 7_000],
    ['asctime', 'Sat Nov 21 05:00:07 2026', 7_000],
    ['asctime with a one-digit day', 'Tue Dec  1 05:00:00 2026', 10 * 86_400_000],
    ['a date that has passed', 'Sat, 21 Nov 2026 04:59:00 GMT', 0],
    ['a far date', 'Fri, 31 Dec 9999 23:59:59 GMT', Date.UTC(9999, 11, 31, 23, 59, 59) - NOW],
    ['a leap second', 'Thu, 31 Dec 2026 23:59:60 GMT', Date.UTC(2027, 0, 1) - NOW],
    ['an RFC 850 year that looks 50 years ahead', 'Tuesday, 21-Nov-95 05:00:00 GMT', 0],
  ])('%s: %s', (_, header, waitMs) => {
    expect(retryAfterMs(header, NOW)).toBe(waitMs);
  });

  test.each([
    '',
    ' ',
    'soon',
    '-5',
    '+5',
    '1.5',
    '1e3',
    '0x10',
    '٧',
    '7s',
    '7, 8',
    '2026-11-21T05:00:07Z',
    'Sat, 21 Nov 2026 05:00:07',
    'Sat, 21 Nov 2026 05:00:07 UTC',
    'Sat, 21 Nov 2026 05:00:07 +0000',
    'sat, 21 nov 2026 05:00:07 gmt',
    'Sat, 1 Nov 2026 05:00:07 GMT',
    'Sat, 31 Feb 2026 05:00:07 GMT',
    'Sat, 00 Nov 2026 05:00:07 GMT',
    'Sat, 21 Nov 2026 24:00:07 GMT',
    'Sat, 21 Nov 2026 05:60:07 GMT',
    'Sat, 21 Nov 2026 05:00:61 GMT',
    'Sat, 21 Foo 2026 05:00:07 GMT',
  ])('anything else is ignored: %j', (header) => {
    expect(retryAfterMs(header, NOW)).toBeUndefined();
  });

  test('a date reads back as itself, in all three forms', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date(NOW), max: new Date(NOW + 40 * 365 * 86_400_000), noInvalidDate: true }),
        (date) => {
          const at = Math.floor(date.getTime() / 1000) * 1000;
          const imf = new Date(at).toUTCString();
          const [, day = '', month = '', year = '', time = ''] = /^\w+, (\d\d) (\w+) (\d+) (.+) GMT$/.exec(imf) ?? [];
          expect(httpDateMs(imf, NOW)).toBe(at);
          expect(httpDateMs(`Monday, ${day}-${month}-${year.slice(2)} ${time} GMT`, NOW)).toBe(at);
          expect(httpDateMs(`Mon ${month} ${day.replace(/^0/, ' ')} ${time} ${year}`, NOW)).toBe(at);
        },
      ),
    );
  });
});

describe('then RateLimit-Reset, X-RateLimit-Reset and the body', () => {
  test.each([
    ['delta seconds', '7', 7_000],
    ['a fraction of a second', '0.5', 500],
    ['epoch seconds', String(NOW / 1000 + 7), 7_000],
    ['epoch milliseconds', String(NOW + 7_000), 7_000],
    ['ISO 8601', '2026-11-21T05:00:07Z', 7_000],
    ['an epoch that has passed', String(NOW / 1000 - 7), 0],
    ['an ISO time that has passed', '2026-11-21T04:00:00Z', 0],
  ])('%s', (_, reset, waitMs) => {
    expect(hint({ 'ratelimit-reset': reset })).toBe(waitMs);
    expect(hint({ 'x-ratelimit-reset': reset })).toBe(waitMs);
  });

  test.each(['', 'soon', '-7', 'NaN', 'Infinity', '2026-11-21', '2026-13-45T99:00:00Z'])('%j is ignored', (reset) => {
    expect(hint({ 'ratelimit-reset': reset })).toBeUndefined();
    expect(hint({ 'x-ratelimit-reset': reset })).toBeUndefined();
  });

  test('each goes before the next, and what cannot be read gives way to the next', () => {
    const all = { 'retry-after': '1', 'ratelimit-reset': '2', 'x-ratelimit-reset': '3' };
    const body = '{"retry_after":4}';
    expect(hint(all, body)).toBe(1_000);
    expect(hint({ ...all, 'retry-after': 'soon' }, body)).toBe(2_000);
    expect(hint({ ...all, 'retry-after': 'soon', 'ratelimit-reset': '?' }, body)).toBe(3_000);
    expect(hint({}, body)).toBe(4_000);
  });

  test('a reset is no hint while the same headers say that requests are left', () => {
    expect(hint({ 'x-ratelimit-reset': '3600', 'x-ratelimit-remaining': '57' })).toBeUndefined();
    expect(hint({ 'x-ratelimit-reset': '3600', 'x-ratelimit-remaining': '0' })).toBe(3_600_000);
    expect(hint({ 'ratelimit-reset': '60', 'ratelimit-remaining': '3' }, '{"retry_after":4}')).toBe(4_000);
  });

  test.each([
    ['{"retry_after":60}', 60_000],
    ['{"retry_after":"60"}', 60_000],
    ['{"message":"Too Many Attempts.","retry_after":1.5}', 1_500],
    ['{"retry_after":0}', 0],
  ])('the body %s', (body, waitMs) => {
    expect(hint({}, body)).toBe(waitMs);
  });

  test.each([
    '{"retry_after":null}',
    '{"retry_after":""}',
    '{"retry_after":-1}',
    '{"retry_after":true}',
    '{"retry_after":[]}',
    '{"retry_after":"soon"}',
    '{"retry_after":',
    'retry_after=60',
    '[{"retry_after":60}]',
    'null',
  ])('the body %s says nothing', (body) => {
    expect(hint({}, body)).toBeUndefined();
  });
});
