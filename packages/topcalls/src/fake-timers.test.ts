import { json, replies } from '@leadwire/core/testing';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createTopcalls, loadPhoneMetadata } from './index.ts';

const LIST = '3c90c3cc-0d44-4b50-8888-8dd25736052a';
const draft = { name: 'Jane Doe', phone_number: '(415) 555-2671', list_id: LIST };

/** All that happens without a turn of the event loop. */
const microtasks = async (): Promise<void> => {
  for (let count = 0; count < 100; count++) await Promise.resolve();
};

/** Vitest's timers are those of Sinon. Each test uses its own metadata: what was loaded once is kept. */
describe('under fake timers', () => {
  afterEach(() => vi.useRealTimers());

  test('the first call comes to its end without any setting up', async () => {
    vi.useFakeTimers();
    const fetch = replies(json(201, { id: LIST, existed: false }));
    const client = createTopcalls({ apiKey: 'k', defaultCountry: 'US', phoneMetadata: 'mobile', fetch });
    expect(await client.leads.create(draft)).toMatchObject({ existed: false });
  });

  test('the first call moves on with them alone where phone metadata was loaded before', async () => {
    await loadPhoneMetadata('max');
    vi.useFakeTimers();
    const fetch = replies(json(503, {}), json(201, { id: LIST, existed: false }));
    const client = createTopcalls({ apiKey: 'k', defaultCountry: 'US', phoneMetadata: 'max', fetch });
    const call = client.leads.create(draft);
    await microtasks();
    expect(fetch.requests.length).toBe(1);
    vi.advanceTimersByTime(10_000);
    await microtasks();
    expect(fetch.requests.length).toBe(2);
    expect(await call).toMatchObject({ existed: false });
  });
});
