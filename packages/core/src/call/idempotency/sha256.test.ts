import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { newIdempotencyKey, sha256Base64Url } from './idempotency-key.ts';
import { sha256 } from './sha256.ts';

test('our own SHA-256 is that of the platform, for any bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(Buffer.from(sha256(bytes)).toString('hex')).toBe(createHash('sha256').update(bytes).digest('hex'));
    }),
  );
});

test('without crypto.subtle and randomUUID (http pages, React Native) keys are the same and still made', async () => {
  const expected = await sha256Base64Url('row-17');
  vi.stubGlobal('crypto', {});
  try {
    expect(await sha256Base64Url('row-17')).toBe(expected);
    expect(newIdempotencyKey()).toMatch(/^lw1_[0-9a-f]{32}$/);
    expect(newIdempotencyKey()).not.toBe(newIdempotencyKey());
  } finally {
    vi.unstubAllGlobals();
  }
});
