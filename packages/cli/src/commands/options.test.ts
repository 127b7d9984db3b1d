import { expect, test } from 'vitest';
import { parseNotBefore } from './options.ts';

const at = (text: string): number => new Date(`2026-05-04T${text}:00`).getTime();

test.each([
  ['in the early morning waits until then', '07:30', '2026-05-04T09:00:00'],
  ['during the day sends at once', '14:00', '2026-05-04T09:00:00'],
  ['in the evening waits until the next morning', '22:00', '2026-05-05T09:00:00'],
])('--not-before 09:00 %s', (_when, now, expected) => {
  expect(parseNotBefore('09:00', at(now))).toBe(new Date(expected).getTime());
});

test('--not-before takes a whole date, and refuses what is neither', () => {
  expect(parseNotBefore('2026-05-06T10:00', at('12:00'))).toBe(new Date('2026-05-06T10:00').getTime());
  expect(['tomorrow', '25:00', '9'].map((text) => parseNotBefore(text, 0))).toEqual([undefined, undefined, undefined]);
});
