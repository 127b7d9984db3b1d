import type { LeadTarget } from '@leadwire/core';
import { fakeTarget } from 'leadwire/testing';
import { expect, test } from 'vitest';
import { Pause } from './pause.ts';

const phones = ['+14155550101', '+14155550102', '+14155550103'];

/** A provider whose requests wait for their turn, as those of a client with a rate limit do. */
function withTurns() {
  const crm = fakeTarget();
  const turns = new Map(phones.map((phone) => [phone, Promise.withResolvers<void>()]));
  const target: LeadTarget = {
    ...crm,
    async send(lead, options) {
      await turns.get(lead.phone)?.promise;
      return crm.send(lead, options);
    },
  };
  const received = () => crm.received.map(({ phone }) => phone);
  return { received, target, turn: (phone = '') => turns.get(phone)?.resolve() };
}

/** Until everything that can go on without the outside has gone on. */
const idle = () => new Promise(setImmediate);

test('a pause lets what has left arrive and holds back what waits for its turn, which is sent once after it', async () => {
  const { received, target, turn } = withTurns();
  const pause = new Pause(target);
  const [first, second] = phones.slice(0, 2).map((phone) => pause.target.send({ phone }));
  turn(phones[0]);
  await first;
  pause.begin();
  const third = pause.target.send({ phone: phones[2] ?? '' });
  for (const phone of phones.slice(1)) turn(phone);
  await idle();
  expect(received()).toEqual([phones[0]]);
  pause.end();
  expect((await Promise.all([second, third])).map((result) => result?.ok)).toEqual([true, true]);
  expect(received().toSorted()).toEqual(phones);
});

test('a second pause holds back what the end of the first one let go', async () => {
  const { received, target, turn } = withTurns();
  const pause = new Pause(target);
  pause.begin();
  const sent = pause.target.send({ phone: phones[0] ?? '' });
  pause.end();
  await idle();
  pause.begin();
  turn(phones[0]);
  await idle();
  expect(received()).toEqual([]);
  pause.end();
  expect((await sent).ok).toBe(true);
  expect(received()).toEqual([phones[0]]);
});

test('a send that is stopped during a pause ends after it, and nothing was sent', async () => {
  const { received, target, turn } = withTurns();
  const pause = new Pause(target);
  const stop = new AbortController();
  const sent = pause.target.send({ phone: phones[0] ?? '' }, { signal: stop.signal });
  pause.begin();
  stop.abort();
  turn(phones[0]);
  pause.end();
  const result = await sent;
  expect([result.ok, received()]).toEqual([false, []]);
});
