import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Counts and times differ from run to run; so does whether a look-up was needed. */
const shapeOf = (printed: string): string[] =>
  printed
    .trim()
    .replaceAll(/, \d+ parked rows looked up and settled/g, '')
    .replaceAll(/\d[\d.]*/g, 'N')
    .replaceAll(/-{2,}/g, '-')
    .split('\n')
    .map((line) => line.replaceAll(/\s+/g, ' ').trim());

test('npm start prints what the README shows, with every lead there once', { timeout: 600_000 }, async () => {
  const shown = /`npm start` prints:\n\n```text\n(.*?)```/s.exec(readFileSync(`${root}README.md`, 'utf8'))?.[1] ?? '';
  const printed = await new Promise<string>((resolve, reject) => {
    const args = ['--conditions=leadwire-source', 'scripts/main.ts'];
    execFile(process.execPath, args, { cwd: root }, (error, stdout, stderr) =>
      error ? reject(new Error(`${stdout}${stderr}`)) : resolve(stdout),
    );
  });
  expect(shapeOf(printed)).toEqual(shapeOf(shown));
  expect(printed).toMatch(/leads in: (\d+), leads there: \1, twice: 0, lost: 0/);
});
