import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkUrlSecret } from './secrets.ts';

const SECRET = '4f9d1c7e0b7a4b0f9d1c7e0b7a4b0f00';

test('the right secret in the address is accepted: whole, from the path on, or as a URL', () => {
  const address = `https://example.com/hooks/calls?secret=${SECRET}&campaign=7`;
  for (const url of [address, new URL(address), `/hooks/calls?secret=${SECRET}`, `?secret=${SECRET}`]) {
    expect(checkUrlSecret(url, { parameter: 'secret', secrets: SECRET })).toBe(true);
  }
  expect(checkUrlSecret(`/hook?token=${SECRET}`, { parameter: 'token', secrets: [SECRET] })).toBe(true);
});

test('any secret survives the way through an address', () => {
  const secrets = fc.string({ minLength: 1, unit: 'grapheme' }).filter((text) => text.trim() !== '');
  fc.assert(
    fc.property(secrets, (secret) => {
      const url = new URL('https://example.com/hook');
      url.searchParams.set('secret', secret);
      expect(checkUrlSecret(url.href, { secrets: secret })).toBe(true);
      expect(checkUrlSecret(url.href, { secrets: `${secret}.` })).toBe(false);
    }),
  );
});

test.each([
  ['none', '/hook'],
  ['an empty one', '/hook?secret='],
  ['a part', `/hook?secret=${SECRET.slice(0, -1)}`],
  ['more', `/hook?secret=${SECRET}0`],
  ['another case', `/hook?secret=${SECRET.toUpperCase()}`],
  ['in another parameter', `/hook?token=${SECRET}`],
  ['in the fragment', `/hook#secret=${SECRET}`],
  ['several guesses at once', `/hook?secret=a&secret=${SECRET}`],
  ['no address at all', 'https://'],
])('is refused: %s', (_name, url) => {
  expect(checkUrlSecret(url, { secrets: SECRET })).toBe(false);
});

test('while secrets change, any of them may fit', () => {
  expect(checkUrlSecret(`/?secret=${SECRET}`, { secrets: ['new', undefined, SECRET] })).toBe(true);
  expect(checkUrlSecret('/?secret=older', { secrets: ['new', SECRET] })).toBe(false);
});

test('without any secret every delivery is refused: misconfigured, also for an address without one', () => {
  for (const secrets of [undefined, '', ' ', [], ['', '\n']]) {
    for (const url of ['/hook', '/hook?secret=', 'https://']) {
      expect(() => checkUrlSecret(url, { secrets })).toThrow(expect.objectContaining({ kind: 'misconfigured' }));
    }
  }
});
