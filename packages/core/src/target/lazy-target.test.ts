import { describe, expect, test } from 'vitest';
import type { Runner } from '../call/create-client.ts';
import type { LeadTarget } from '../lead/target.ts';
import { lazyTarget } from './lazy-target.ts';

const core = { provider: { name: 'standin' } } as Pick<Runner, 'provider'>;
const lead = { phone: '+14155552671' };
const outline = { account: 'host/list', effect: 'unguarded', can: ['undo'] } as const;

/** A target whose send answers with an error that names it. */
const target = (kind: 'rejected' | 'network'): LeadTarget =>
  ({ send: () => Promise.resolve({ ok: false, error: { kind } }) }) as never;

describe('a target whose code is loaded with its first lead', () => {
  test('is described before, with what it can do and nothing else, and loads nothing for that', () => {
    let loads = 0;
    const lazy = lazyTarget(core, outline, () => Promise.reject(loads++));
    expect([lazy.provider, lazy.name, lazy.account, lazy.effect]).toEqual([
      'standin',
      'standin',
      'host/list',
      'unguarded',
    ]);
    expect(Object.keys(lazy).sort()).toEqual([
      'account',
      'check',
      'effect',
      'name',
      'provider',
      'resume',
      'send',
      'undo',
    ]);
    expect(loads).toBe(0);
  });

  test('is loaded once, however many leads are sent at once', async () => {
    let loads = 0;
    const lazy = lazyTarget(core, outline, async () => {
      loads++;
      return target('rejected');
    });
    const sent = await Promise.all([lazy.send(lead), lazy.send(lead), lazy.send(lead)]);
    expect(sent).toEqual(Array(3).fill({ ok: false, error: { kind: 'rejected' } }));
    expect(loads).toBe(1);
  });

  test('that cannot be loaded says that nothing was sent, and is loaded again for the next lead', async () => {
    let loads = 0;
    const lazy = lazyTarget(core, outline, () =>
      loads++ === 0 ? Promise.reject(new Error('404')) : Promise.resolve(target('rejected')),
    );
    expect(await lazy.send(lead)).toMatchObject({
      ok: false,
      error: { kind: 'network', provider: 'standin', effect: 'none', retryable: true },
    });
    expect(await lazy.send(lead)).toEqual({ ok: false, error: { kind: 'rejected' } });
    expect(loads).toBe(2);
  });

  test('that cannot be loaded leaves a lead that was sent before as unknown', async () => {
    const lazy = lazyTarget(core, outline, () => Promise.reject(new Error('404')));
    expect(await lazy.resume(lead, { firstSentAt: 1 })).toMatchObject({
      ok: false,
      error: { kind: 'network', effect: 'unknown', retryable: true },
    });
  });

  test('rejects a check where it cannot be loaded, with the same error', async () => {
    const lazy = lazyTarget(core, outline, () => Promise.reject(new Error('404')));
    await expect(lazy.check(lead)).rejects.toMatchObject({ kind: 'network', effect: 'none' });
  });
});
