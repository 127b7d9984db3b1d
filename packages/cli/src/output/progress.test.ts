import { PassThrough } from 'node:stream';
import { formatSeconds, Tally } from '@leadwire/importer';
import { expect, test } from 'vitest';
import { restoreTerminal } from '../start.ts';
import { createProgress } from './progress.ts';

const screen = (isTTY: boolean, columns = 200) => {
  let text = '';
  const stream = Object.assign(new PassThrough(), { isTTY, columns, rows: 50 });
  stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return { stream, text: () => text };
};

async function draw(isTTY: boolean, columns?: number) {
  const { stream, text } = screen(isTTY, columns);
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

test('a narrow terminal sees figures, and a bar where it has room', async () => {
  expect(await draw(true, 40)).toContain('25 % ·');
  const barAt = async (columns: number) => /[█░]+(?= 25 %)/.exec(await draw(true, columns))?.[0].length;
  expect([await barAt(40), await barAt(66), await barAt(80), await barAt(200)]).toEqual([undefined, 10, 24, 24]);
});

test('a bar that is cut off leaves a terminal with its cursor and its line ends, and a pipe as it was', async () => {
  for (const isTTY of [true, false]) {
    const { stream, text } = screen(isTTY);
    await createProgress({ stderr: stream, env: {} }, () => 0);
    restoreTerminal(stream);
    for (const [off, on] of [
      ['\u001b[?25l', '\u001b[?25h'],
      ['\u001b[?7l', '\u001b[?7h'],
    ] as const)
      expect([text().includes(off), text().lastIndexOf(on) > text().lastIndexOf(off)]).toEqual([isTTY, isTTY]);
  }
});

test.each([
  [5, '5.0 s'],
  [187, '3 min 07 s'],
  [7500, '2 h 05 min'],
])('%d seconds are %s', (seconds, text) => {
  expect(formatSeconds(seconds)).toBe(text);
});
