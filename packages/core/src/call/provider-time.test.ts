import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clockOffsetMs, parseProviderTime } from './provider-time.ts';

describe('parseProviderTime', () => {
  test.each([
    [
      'a local time, without a zone',
      '2025-06-30 11:53:20',
      { ms: Date.UTC(2025, 5, 30, 11, 53, 20), zoneKnown: false },
    ],
    ['a local time with a T', '2025-06-30T11:53:20', { ms: Date.UTC(2025, 5, 30, 11, 53, 20), zoneKnown: false }],
    ['microseconds in UTC', '2025-05-29T07:18:34.000000Z', { ms: Date.UTC(2025, 4, 29, 7, 18, 34), zoneKnown: true }],
    ['seconds in UTC', '2023-06-01T09:00:00Z', { ms: Date.UTC(2023, 5, 1, 9), zoneKnown: true }],
    ['an offset', '2026-02-23T09:30:00+01:00', { ms: Date.UTC(2026, 1, 23, 8, 30), zoneKnown: true }],
    ['blanks around it', ' 2023-06-01T09:00:00Z ', { ms: Date.UTC(2023, 5, 1, 9), zoneKnown: true }],
  ])('%s', (_, text, time) => {
    expect(parseProviderTime(text)).toEqual(time);
  });

  test.each([
    '',
    'today',
    '2025-06-30',
    '01/06/2026 10:30:00',
    '1672561800000',
    '2025-13-01 00:00:00',
    '2025-06-30 25:00:00',
    'June 30, 2025 11:53',
  ])('%j is none of the three forms', (text) => {
    expect(parseProviderTime(text)).toBeUndefined();
  });

  test('a time in UTC reads back as itself', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }), (date) => {
        expect(parseProviderTime(date.toISOString())).toEqual({ ms: date.getTime(), zoneKnown: true });
      }),
    );
  });
});

test.each([
  ['Sat, 21 Nov 2026 05:03:00 GMT', 180_000],
  ['0', 0],
  ['2026', 0],
  ['', 0],
])('a response of %j says that the clock of the provider is ahead by %d ms', (date, ahead) => {
  expect(clockOffsetMs(new Headers({ date }), Date.UTC(2026, 10, 21, 5))).toBe(ahead);
});
