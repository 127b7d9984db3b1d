import { expect, test } from 'vitest';
import { refuseBrowser } from './platform.ts';

const NODE = { versions: { node: '24.0.0' } };

test('a page of a browser is refused, with what to do instead', () => {
  expect(() => refuseBrowser('topcalls', { document: {} })).toThrow(
    expect.objectContaining({ kind: 'misconfigured', hint: expect.stringContaining('server') }),
  );
});

test.each([
  ['a worker or an edge runtime', {}],
  ['Node', { process: NODE }],
  ['jsdom on Node', { document: {}, process: NODE }],
  ['Deno, which has a process, too', { process: NODE }],
])('%s is not refused', (_, surroundings) => {
  expect(() => refuseBrowser('topcalls', surroundings)).not.toThrow();
});
