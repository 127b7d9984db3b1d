import { expect, test } from 'vitest';
import { isE164, toWireForm } from './wire-form.ts';

const e164 = (text: string) => {
  if (!isE164(text)) throw new Error(`${text} is not E.164`);
  return text;
};

test('takes the plus sign off for digits', () => {
  expect(toWireForm(e164('+14155552671'), 'digits')).toEqual({ ok: true, value: '14155552671' });
});

test.each(['e164-lead', 'e164', 'as-given'] as const)('leaves a number as it is for %s', (form) => {
  expect(toWireForm(e164('+14155552671'), form)).toEqual({ ok: true, value: '+14155552671' });
});

test.each([
  ['+12345678', false],
  ['+123456789', true],
  ['+123456789012345', true],
])('%s as e164-lead: %s', (number, dialable) => {
  const wire = toWireForm(e164(number), 'e164-lead');
  expect(wire).toEqual(dialable ? { ok: true, value: number } : { ok: false, error: { reason: 'not-dialable' } });
});

test.each([
  ['+14155552671', true],
  ['+123456789012345', true],
  ['+1234567890123456', false],
  ['14155552671', false],
  ['+04155552671', false],
  ['+1 4155552671', false],
  ['+1', false],
  ['+14155552671\n', false],
])('%j is E.164: %s', (text, expected) => {
  expect(isE164(text)).toBe(expected);
});
