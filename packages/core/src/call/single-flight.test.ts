import { describe, expect, test } from 'vitest';
import { answering, fakeClock, settled, standIn } from '../testing.ts';

const lead = { name: 'Jane', to: '+14155552671' };

/** Answers when it is told to. */
function gate() {
  const waiting: ((response: Response) => void)[] = [];
  const fetch = answering(
    ({ signal }) =>
      new Promise<Response>((resolve, reject) => {
        waiting.push(resolve);
        signal?.addEventListener('abort', () => reject(signal.reason));
      }),
  );
  const open = (value: unknown) => {
    for (const resolve of waiting.splice(0)) resolve(Response.json(value));
  };
  return { fetch, open };
}

describe('two identical calls in flight share one request', () => {
  test.each(['create', 'fold', 'claim', 'enrol', 'queue'] as const)('things.%s', async (method) => {
    const { fetch, open } = gate();
    const client = standIn({ fetch });
    const calls = [client.things[method](lead), client.things[method]({ ...lead })];
    await settled();
    open({ id: 1 });
    expect(await Promise.all(calls)).toEqual([{ id: 1 }, { id: 1 }]);
    expect(fetch.requests.length).toBe(1);
  });

  test('also when they spell a phone differently', async () => {
    const { fetch, open } = gate();
    const client = standIn({ fetch, defaultCountry: 'US' });
    const calls = [client.calls.place({ to: '+1 415 555 2671' }), client.calls.place({ to: '(415) 555-2671' })];
    await settled();
    open({ id: 1 });
    await Promise.all(calls);
    expect(fetch.requests.map(({ text }) => text)).toEqual(['{"to":"+14155552671"}']);
  });

  test('also where the operation takes a key: it is the same on the one request', async () => {
    const { fetch, open } = gate();
    const client = standIn({ fetch });
    const calls = [client.calls.place(lead).withMeta(), client.calls.place(lead).withMeta()];
    await settled();
    open({ id: 1 });
    const keys = (await Promise.all(calls)).map((result) => result?.meta.idempotencyKey);
    expect(keys).toEqual([keys[0], keys[0]]);
    expect(fetch.requests.length).toBe(1);
  });
});

describe('each goes by itself', () => {
  test('unless it only reads: reads share nothing', async () => {
    const { fetch, open } = gate();
    const client = standIn({ fetch });
    const calls = [client.things.get('1'), client.things.get('1'), client.things.search({}), client.things.search({})];
    await settled();
    open({});
    await Promise.all(calls);
    expect(fetch.requests.length).toBe(4);
  });

  test.each([
    ['another body', [{ name: 'Jane' }, {}], [{ name: 'John' }, {}]],
    [
      'another key',
      [{ name: 'Jane' }, { idempotencyKey: 'key-00001' }],
      [{ name: 'Jane' }, { idempotencyKey: 'key-00002' }],
    ],
  ])('with %s', async (_, first, second) => {
    const { fetch, open } = gate();
    const client = standIn({ fetch });
    const calls = [client.things.create(...first), client.things.create(...second)];
    while (fetch.requests.length < 2) await settled(); // a key is hashed on another thread
    open({});
    await Promise.all(calls);
    expect(fetch.requests.length).toBe(2);
  });

  test.each([
    ['update', [{ name: 'Jane' }]],
    ['remove', []],
  ] as const)('at another path: things.%s', async (method, rest) => {
    const { fetch, open } = gate();
    const client = standIn({ fetch });
    const calls = ['1', '2', '1'].map((id) => client.things[method](id, ...rest));
    await settled();
    open({});
    await Promise.all(calls);
    expect(fetch.requests.map(({ path }) => path)).toEqual(['/things/1', '/things/2']);
  });

  test('with another query', async () => {
    const { fetch, open } = gate();
    const client = standIn({ fetch });
    const calls = ['a', 'b', 'a'].map((team) => client.things.create(lead, { query: { team } }));
    await settled();
    open({});
    await Promise.all(calls);
    expect(fetch.requests.map(({ query }) => query.team)).toEqual(['a', 'b']);
  });

  test('once the first has failed over a callback', async () => {
    const fetch = answering(() => Response.json({ id: 1 }));
    const client = standIn({ fetch });
    const beforeSend = () => Promise.reject(new Error('not now'));
    await expect(client.things.create(lead, { beforeSend })).rejects.toMatchObject({ kind: 'misconfigured' });
    await expect(client.things.create(lead)).resolves.toEqual({ id: 1 });
  });

  test('once the first has ended', async () => {
    const fetch = answering(() => Response.json({}));
    const client = standIn({ fetch });
    await client.things.create(lead);
    await client.things.create(lead);
    expect(fetch.requests.length).toBe(2);
  });

  test('on another client', async () => {
    const { fetch, open } = gate();
    const calls = [standIn({ fetch }).things.create(lead), standIn({ fetch }).things.create(lead)];
    await settled();
    open({});
    await Promise.all(calls);
    expect(fetch.requests.length).toBe(2);
  });
});

describe('a leader that its own caller stopped', () => {
  const stopLeader = async (method: 'fold' | 'create' | 'update', ...args: unknown[]) => {
    const { fetch, open } = gate();
    const stop = new AbortController();
    const client = standIn({ fetch, clock: fakeClock() });
    const leader = client.things[method](...args, { signal: stop.signal }).safe();
    const followers = [client.things[method](...args).safe(), client.things[method](...args).safe()];
    await settled();
    stop.abort();
    expect(await leader).toMatchObject({ ok: false, error: { kind: 'aborted', effect: 'unknown' } });
    await settled();
    open({ id: 1 });
    return { outcomes: await Promise.all(followers), sends: fetch.requests.length };
  };

  test('does not stop who follows, where sending again is safe: they share one request more', async () => {
    const { outcomes, sends } = await stopLeader('fold', lead);
    expect(outcomes).toMatchObject([
      { ok: true, value: { id: 1 } },
      { ok: true, value: { id: 1 } },
    ]);
    expect(sends).toBe(2);
  });

  test.each([
    ['an unguarded operation', 'create', [lead]],
    ['a body that makes it unguarded', 'update', ['1', { notes_append: 'once' }]],
  ] as const)('leaves who follows with what is known, where it is not: %s', async (_, method, args) => {
    const { outcomes, sends } = await stopLeader(method, ...args);
    expect(outcomes).toMatchObject([
      { ok: false, error: { kind: 'aborted', effect: 'unknown' } },
      { ok: false, error: { kind: 'aborted', effect: 'unknown' } },
    ]);
    expect(sends).toBe(1);
  });
});

test('a call that joins another one keeps its own deadline', async () => {
  const { fetch, open } = gate();
  const clock = fakeClock({ waits: 'hold' });
  const client = standIn({ fetch, clock });
  const leader = client.things.create(lead);
  const follower = client.things.create(lead, { deadlineMs: 100 }).safe();
  await clock.advance(100);
  expect(await follower).toMatchObject({ ok: false, error: { kind: 'timeout', phase: 'wait', effect: 'unknown' } });
  open({ id: 1 });
  await expect(leader).resolves.toEqual({ id: 1 });
});
