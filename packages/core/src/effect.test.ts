import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Effect, type EffectClass, effectClass, effectOfStatus, joinEffects, mayResend } from './effect.ts';
import type { OperationMeta } from './operation.ts';

const CLASSES: readonly EffectClass[] = [
  'read',
  'safe-repeat',
  'natural-key',
  'conflict-key',
  'keyed',
  'dup-flag',
  'queued-upsert',
  'unguarded',
];
const WRITES = CLASSES.filter((effect) => effect !== 'read');
const effects = fc.constantFrom<Effect>('none', 'applied', 'unknown');

describe('what a status line proves, for something that writes', () => {
  test.each([
    [[400, 401, 402, 403, 404, 405, 409, 413, 415, 422, 429, 307, 308], 'none'],
    [[407, 410, 411, 412, 414, 417, 421, 423, 425, 426, 428, 431, 451], 'none'],
    [[301, 302, 303, 408, 500, 501, 502, 503, 504, 507, 520, 599], 'unknown'],
    [[0, 300, 304, 305, 306, 406, 418, 444, 460, 499], 'unknown'],
    [[200, 201, 202, 204, 207], 'applied'],
  ] as const)('%j: %s', (statuses, proved) => {
    for (const effect of WRITES) for (const status of statuses) expect(effectOfStatus(status, effect)).toBe(proved);
  });

  test('what only reads has no effect, whatever comes back', () => {
    fc.assert(fc.property(fc.integer({ min: 100, max: 599 }), (status) => effectOfStatus(status, 'read') === 'none'));
  });
});

describe('the value belongs to the call', () => {
  test('one unknown attempt keeps the call unknown, whatever a later attempt says, short of proof', () => {
    fc.assert(
      fc.property(fc.array(effects), (seen) => {
        const joined = seen.reduce(joinEffects, 'none');
        const strongest = (['applied', 'unknown', 'none'] as const).find((effect) => seen.includes(effect));
        expect(joined).toBe(strongest ?? 'none');
      }),
    );
  });
});

describe('what may be sent again after an unknown outcome', () => {
  test.each(['read', 'safe-repeat', 'natural-key', 'keyed', 'queued-upsert'] as const)('%s: yes', (effect) => {
    expect([1, 2, 9].map((unknowns) => mayResend(effect, unknowns))).toEqual([true, true, true]);
  });

  test('conflict-key: once', () => {
    expect([1, 2].map((unknowns) => mayResend('conflict-key', unknowns))).toEqual([true, false]);
  });

  test.each(['dup-flag', 'unguarded'] as const)('%s: never by itself', (effect) => {
    expect(mayResend(effect, 1)).toBe(false);
  });
});

describe('a body can change the class', () => {
  const operation = (unguardedWhen: NonNullable<OperationMeta['unguardedWhen']>): OperationMeta => ({
    id: 'leads.create',
    verb: 'POST',
    path: '/leads',
    effect: 'natural-key',
    unguardedWhen,
  });

  test.each([
    ['a field that is there', [{ notes_append: { present: true } }], { notes_append: 'again' }],
    ['an empty text, which is there', [{ notes_append: { present: true } }], { notes_append: '' }],
    ['a flag that is set', [{ allow_dupplicate: { equals: true } }], { allow_dupplicate: true }],
    ['one of several items', [{ 'leads[].notes': { present: true } }], { leads: [{}, { notes: 'x' }] }],
    ['a text of spaces, for an empty one', [{ assignedTo: { equals: '' } }], { assignedTo: ' ' }],
    ['one value of several', [{ 'tags[]': { equals: 'again' } }], { tags: ['new', 'again'] }],
    ['a value that holds where nothing is said', [{ mode: { equals: 'merge', orAbsent: true } }], {}],
    ['a field that is absent where it must be', [{ a: { present: true }, b: { present: false } }], { a: 1, b: null }],
    ['the second of two conditions', [{ a: { present: true } }, { b: { present: true } }], { b: 1 }],
  ])('%s makes it unguarded', (_, unguardedWhen, body) => {
    expect(effectClass(operation(unguardedWhen), body)).toBe('unguarded');
  });

  test.each([
    ['a field that is absent', [{ notes_append: { present: true } }], { notes: 'x' }],
    ['a field that is null', [{ notes_append: { present: true } }], { notes_append: null }],
    ['an empty list', [{ actions: { present: true } }], { actions: [] }],
    ['a flag that is not set', [{ allow_dupplicate: { equals: true } }], { allow_dupplicate: false }],
    ['no body', [{ allow_dupplicate: { equals: true } }], undefined],
    [
      'half of what must hold together',
      [{ mode: { equals: 'merge' }, 'leads[].notes': { present: true } }],
      { mode: 'merge', leads: [{}] },
    ],
  ])('%s does not', (_, unguardedWhen, body) => {
    expect(effectClass(operation(unguardedWhen), body)).toBe('natural-key');
  });
});
