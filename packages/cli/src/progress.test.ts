import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { formatSeconds } from './duration.ts';
import { createProgress } from './progress.ts';
import { Tally } from './tally.ts';

const screen = (isTTY: boolean) => {
  let text = '';
  const stream = Object.assign(new PassThrough(), { isTTY, columns: 200, rows: 50 });
  stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return { stream, text: () => text };
};

async function draw(isTTY: boolean) {
  const { stream, text } = screen(isTTY);
  let now = 0;
  const progress = await createProgress({ stderr: stream, env: {} }, () => now);
  const tally = new Tally();
  for (let i = 0; i < 300; i++) tally.add(i % 100 === 0 ? 'rejected' : 'created');
  now = 10_000;
  progress.update(tally, 0.25);
  progress.stop();
  return text();
}

test('a terminal sees share, rate, time left and outcomes', async () => {
  const text = await draw(true);
  for (const part of ['25 %', '300 rows', '30/s', '30 s left', '297 created, 3 rejected']) expect(text).toContain(part);
});

test('a pipe sees nothing', async () => {
  expect(await draw(false)).toBe('');
});

test.each([
  [5, '5.0 s'],
  [187, '3 min 07 s'],
  [7500, '2 h 05 min'],
])('%d seconds are %s', (seconds, text) => {
  expect(formatSeconds(seconds)).toBe(text);
});
