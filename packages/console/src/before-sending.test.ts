import { expect, onTestFinished, test, vi } from 'vitest';
import { openPage } from './testing.ts';

/** What the page says of a file with phones in India before it is sent to a place that calls at once. */
async function saidAt(time: string): Promise<readonly string[]> {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date(time) });
  onTestFinished(() => void vi.useRealTimers());
  const { ask, choose, state } = await openPage();
  await choose('leads.csv');
  await expect.poll(async () => (await state()).check?.state, { timeout: 20_000 }).toBe('done');
  const destination = { to: 'autocalls', options: { campaignId: '1' }, onExisting: 'keep', checkExisting: false };
  expect((await ask('/api/destination', { method: 'POST', body: JSON.stringify(destination) })).status).toBe(200);
  return (await state()).beforeSending;
}

test('that it is night for the people of a file is said before Send is pressed', async () => {
  expect(await saidAt('2026-05-04T18:00:00Z')).toContain(
    'It is night for people in India, and autocalls may call at once.',
  );
});

test('by day nothing is said but that there is no earlier ledger', async () => {
  expect(await saidAt('2026-05-04T08:00:00Z')).toEqual([expect.stringContaining('There is no earlier ledger')]);
});
