import { expect, test } from 'vitest';
import { FAULT_NAMES } from './rule.ts';
import { parseScripts, parseSteps } from './script.ts';

test('steps are read in turn', () => {
  expect(parseSteps('429 then ok then  cut-after-commit then 500-after-commit then stall-body-before-commit')).toEqual([
    { fault: '429' },
    'ok',
    { fault: 'cut-after-commit' },
    { fault: '500', commit: true },
    { fault: 'stall-body', commit: false },
  ]);
});

test('every fault can be written', () => {
  expect(parseSteps(FAULT_NAMES.join(' then '))).toEqual(FAULT_NAMES.map((fault) => ({ fault })));
});

test('scripts name their provider and operation', () => {
  expect(
    parseScripts('topcalls leads.create: 429 then 503; telecrm: slow\nleads.*: ok then 500;500', [
      'topcalls',
      'telecrm',
    ]),
  ).toEqual([
    { provider: 'topcalls', operation: 'leads.create', steps: [{ fault: '429' }, { fault: '503' }] },
    { provider: 'telecrm', steps: [{ fault: 'slow' }] },
    { operation: 'leads.*', steps: ['ok', { fault: '500' }] },
    { steps: [{ fault: '500' }] },
  ]);
});

test.each(['418', '429 and 503', 'topcals: 429', 'topcalls leads: 429', ''])('%j is refused', (text) => {
  expect(() => (text === '' ? parseSteps(text) : parseScripts(text, ['topcalls', 'telecrm']))).toThrow(
    /There is no fault|neither a provider/,
  );
});
