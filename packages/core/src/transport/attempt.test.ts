import { getEventListeners } from 'node:events';
import { describe, expect, test, vi } from 'vitest';
import { startExecution } from '../call/execute.ts';
import { body, cut, fails, fakeClock, json, refused, replies, reset, stalls, stallsInBody } from '../testing.ts';
import { attempt } from './attempt.ts';
import type { AttemptResult, SendOptions } from './execution.ts';
import { readBody } from './read-body.ts';
import { type Fetch, HttpRequest } from './request.ts';
import { createRetryBudget } from './retry.ts';

const request = new HttpRequest('https://provider.test/leads', { method: 'POST', body: '{"name":"Jane"}' });
const TIMEOUT = 30_000;

/** One attempt of a create: the last two steps of the pipeline. */
function attemptWith(
  fetch: Fetch | (() => Promise<Response>),
  sent: HttpRequest,
  options: Pick<SendOptions, 'clock' | 'timeoutMs' | 'signal'>,
): Promise<AttemptResult> {
  const sending = { fetch, budget: createRetryBudget(), limiter: undefined };
  const execution = startExecution({
    ...options,
    operation: { id: 'leads.create', verb: 'POST', path: '/leads', effect: 'unguarded', ...sending },
    effectClass: 'unguarded',
    deadlineAt: options.clock.now() + 120_000,
    retry: undefined,
    observe: undefined,
    mayBeEmpty: false,
  });
  return attempt(readBody)(sent, execution);
}

test('a response is read to its end', async () => {
  const clock = fakeClock();
  const result = await attemptWith(replies(json(201, { id: 1 })), request, {
    clock,
    timeoutMs: TIMEOUT,
    signal: undefined,
  });
  expect(result).toMatchObject({ ok: true, status: 201, text: '{"id":1}' });
  expect(clock.open).toBe(0);
});

describe('timeoutMs bounds one attempt, body included', () => {
  test('no status line in time: the phase is headers, and the effect is unknown', async () => {
    const clock = fakeClock();
    const fetch = replies(stalls(() => clock.elapse(TIMEOUT)));
    const result = await attemptWith(fetch, request, { clock, timeoutMs: TIMEOUT, signal: undefined });
    expect(result).toMatchObject({ ok: false, failure: 'timeout', phase: 'headers', effect: 'unknown' });
    expect(fetch.requests[0]?.signal?.aborted).toBe(true);
  });

  test('a body that stalls after its headers: the phase is body, and a 2xx has happened', async () => {
    const clock = fakeClock();
    const fetch = replies(stallsInBody(201, '{"id":', () => clock.elapse(TIMEOUT)));
    const result = await attemptWith(fetch, request, { clock, timeoutMs: TIMEOUT, signal: undefined });
    expect(result).toMatchObject({ ok: false, failure: 'timeout', phase: 'body', effect: 'applied', status: 201 });
  });

  test('not a millisecond before', async () => {
    const clock = fakeClock();
    const fetch = replies(stalls());
    let ended = false;
    const result = attemptWith(fetch, request, { clock, timeoutMs: TIMEOUT, signal: undefined }).then(() => {
      ended = true;
    });
    await clock.advance(TIMEOUT - 1);
    expect(ended).toBe(false);
    await clock.advance(1);
    await result;
  });

  test('it ends the attempt although fetch does not listen to its signal', async () => {
    const clock = fakeClock();
    const deaf = () => new Promise<Response>(() => undefined);
    const result = attemptWith(deaf, request, { clock, timeoutMs: TIMEOUT, signal: undefined });
    await clock.advance(TIMEOUT);
    expect(await result).toMatchObject({ failure: 'timeout' });
  });
});

describe('a status that is not a success says what happened without its body', () => {
  test.each([400, 401, 429, 503])('%i with a body that is cut', async (status) => {
    const fetch = replies(cut(status, '{"err', { 'retry-after': '7' }));
    const result = await attemptWith(fetch, request, { clock: fakeClock(), timeoutMs: TIMEOUT, signal: undefined });
    expect(result).toMatchObject({ ok: true, status, text: '' });
    expect(result.headers?.get('retry-after')).toBe('7');
  });

  test('429 with a body that stalls', async () => {
    const clock = fakeClock();
    const fetch = replies(stallsInBody(429, '{', () => clock.elapse(TIMEOUT)));
    const result = await attemptWith(fetch, request, { clock, timeoutMs: TIMEOUT, signal: undefined });
    expect(result).toMatchObject({ ok: true, status: 429 });
    expect(fetch.requests[0]?.signal?.aborted).toBe(true);
  });
});

describe('what an attempt proves', () => {
  test.each([
    ['a refused connection', refused, 'network', 'none'],
    ['a host name that is not found', fails('ENOTFOUND'), 'network', 'none'],
    ['a reset', reset, 'network', 'unknown'],
    ['a 2xx whose body was cut', cut(200, '{"id"'), 'unreadable-response', 'applied'],
  ] as const)('%s: %s', async (_, answer, failure, effect) => {
    const result = await attemptWith(replies(answer), request, {
      clock: fakeClock(),
      timeoutMs: TIMEOUT,
      signal: undefined,
    });
    expect(result).toMatchObject({ ok: false, failure, effect });
  });

  test.each([
    [201, 'applied'],
    [302, 'unknown'],
    [408, 'unknown'],
    [503, 'unknown'],
    [400, 'none'],
  ])('the caller stops it while a %i is being read: %s', async (status, effect) => {
    const stop = new AbortController();
    const fetch = replies(stallsInBody(status, '{', () => stop.abort()));
    const result = await attemptWith(fetch, request, { clock: fakeClock(), timeoutMs: TIMEOUT, signal: stop.signal });
    expect(result).toMatchObject({ ok: false, failure: 'aborted', effect });
  });
});

describe('a signal', () => {
  test('ends it at once while a status line is awaited, and the effect is unknown', async () => {
    const clock = fakeClock();
    const stop = new AbortController();
    const fetch = replies(stalls(() => stop.abort('enough')));
    const result = await attemptWith(fetch, request, { clock, timeoutMs: TIMEOUT, signal: stop.signal });
    expect(result).toMatchObject({ failure: 'aborted', effect: 'unknown', cause: 'enough' });
    expect(clock.open).toBe(0);
    expect(getEventListeners(stop.signal, 'abort')).toEqual([]);
  });

  test('that has ended before keeps the request from being sent', async () => {
    const fetch = replies(json(200, {}));
    const result = await attemptWith(fetch, request, {
      clock: fakeClock(),
      timeoutMs: TIMEOUT,
      signal: AbortSignal.abort(),
    });
    expect(result).toMatchObject({ failure: 'aborted', effect: 'none' });
    expect(fetch.requests).toEqual([]);
  });

  test('has no listener left after a response', async () => {
    const { signal } = new AbortController();
    await attemptWith(replies(json(200, {})), request, { clock: fakeClock(), timeoutMs: TIMEOUT, signal });
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});

describe('bodies', () => {
  const streamOf = (chunks: readonly string[], cancel: () => void) =>
    new ReadableStream<Uint8Array>({
      start: (stream) => {
        for (const chunk of chunks) stream.enqueue(new TextEncoder().encode(chunk));
      },
      cancel,
    });

  test('one that grows over the cap is cancelled and unreadable', async () => {
    const cancel = vi.fn();
    const piece = 'x'.repeat(6 * 1024 * 1024);
    const fetch = async () => new Response(streamOf([piece, piece], cancel), { status: 200 });
    const result = await attemptWith(fetch, request, { clock: fakeClock(), timeoutMs: TIMEOUT, signal: undefined });
    expect(result).toMatchObject({ ok: false, failure: 'unreadable-response', effect: 'applied' });
    expect(cancel).toHaveBeenCalledOnce();
  });

  test('one that is announced larger than 10 MiB is not read at all', async () => {
    const cancel = vi.fn();
    const headers = { 'content-length': String(10 * 1024 * 1024 + 1) };
    const fetch = async () => new Response(streamOf(['x'], cancel), { status: 200, headers });
    const result = await attemptWith(fetch, request, { clock: fakeClock(), timeoutMs: TIMEOUT, signal: undefined });
    expect(result).toMatchObject({ ok: false, reason: 'the response body is larger than 10485760 bytes' });
    expect(cancel).toHaveBeenCalledOnce();
  });

  test('one of 10 MiB is read', async () => {
    const text = `"${'x'.repeat(10 * 1024 * 1024 - 2)}"`;
    const result = await attemptWith(replies(body(200, text)), request, {
      clock: fakeClock(),
      timeoutMs: TIMEOUT,
      signal: undefined,
    });
    expect(result.ok && result.text.length).toBe(text.length);
  });

  test('one that is discarded is cancelled: after a timeout, and when it comes too late', async () => {
    const clock = fakeClock();
    const stalled = vi.fn();
    const late = vi.fn();
    const stalling = attemptWith(async () => new Response(streamOf(['{'], stalled)), request, {
      clock,
      timeoutMs: TIMEOUT,
      signal: undefined,
    });
    const slow = attemptWith(
      async () => {
        await clock.sleep(0);
        clock.elapse(TIMEOUT);
        return new Response(streamOf(['{}'], late));
      },
      request,
      { clock, timeoutMs: TIMEOUT, signal: undefined },
    );
    await clock.advance(TIMEOUT);
    await Promise.all([stalling, slow]);
    await clock.advance(0);
    expect(stalled).toHaveBeenCalledOnce();
    expect(late).toHaveBeenCalledOnce();
  });

  test('a character that is split over two chunks stays whole', async () => {
    const bytes = new TextEncoder().encode('"é€😀"');
    const stream = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
        controller.close();
      },
    });
    const result = await attemptWith(async () => new Response(stream), request, {
      clock: fakeClock(),
      timeoutMs: TIMEOUT,
      signal: undefined,
    });
    expect(result.ok && result.text).toBe('"é€😀"');
  });
});
