import { fakeClock, json, replies } from '@leadwire/core/testing';
import { describe, expect, test } from 'vitest';
import { openClient } from './open-destination.ts';
import { PROVIDERS, type ProviderName } from './providers.ts';

interface Checked {
  check(): Promise<unknown>;
}

describe.each(Object.keys(PROVIDERS) as ProviderName[])('the client of %s', (provider) => {
  test.each([
    ['a zero-width space', 'abc\u200bdef'],
    ['smart quotes', '“abcdef”'],
    ['a line break', 'abc\ndef'],
  ])('is misconfigured with a credential that has %s, and sends nothing', async (_, credential) => {
    const fetch = replies(json(200, {}));
    const options = { fetch, clock: fakeClock(), limits: false, account: 'a' } as const;
    const client = (await openClient(provider, options, credential)) as Checked;
    expect(await client.check()).toMatchObject({ ok: false, error: { kind: 'misconfigured', effect: 'none' } });
    expect(fetch.requests).toEqual([]);
  });
});
