import { readFileSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { button, closeBrowser, folderWith, openPage, startUi } from './import-page.ts';

afterAll(closeBrowser);

const ROWS = 300_000;
const SCROLL_MS = 4_000;

function largeFile(): string {
  const lines = Array.from({ length: ROWS }, (_, row) => {
    const mobile = `+91 9${String(100_000_000 + row * 7).padStart(9, '0')}`;
    return `Lead Number ${row},${mobile},lead${row}@example.com,Company ${row % 500},Trade fair`;
  });
  return `Name,Mobile,Email,Company,Source\n${lines.join('\n')}\n`;
}

/** Milliseconds between frames while the table is scrolled by some rows in each. */
const scroll = (ms: number): Promise<number[]> => {
  const table = document.querySelector('.rows') as HTMLElement;
  return new Promise((resolve) => {
    const gaps: number[] = [];
    let last = performance.now();
    const end = last + ms;
    const frame = (now: number): void => {
      gaps.push(now - last);
      last = now;
      table.scrollTop += 300;
      if (now < end) requestAnimationFrame(frame);
      else resolve(gaps);
    };
    requestAnimationFrame(frame);
  });
};

test('a file of 300,000 rows is read and scrolled to its end, on a small screen too, and the memory of the server is bounded', async () => {
  const ui = await startUi({ folder: folderWith({ 'large.csv': largeFile() }) });
  const page = await openPage(ui);
  const startedAt = performance.now();
  await button(page, /large\.csv/).click();
  await button(page, 'Check the rows').click();
  await page.getByText('300,000 leads of 300,000 rows will be sent.').waitFor({ timeout: 240_000 });
  const seconds = (performance.now() - startedAt) / 1000;

  await page.getByRole('cell', { name: 'Lead Number 0', exact: true }).waitFor();
  const gaps = (await page.evaluate(scroll, SCROLL_MS)).toSorted((one, other) => one - other);
  const frames = (gaps.length / SCROLL_MS) * 1000;
  const slow = gaps[Math.floor(gaps.length * 0.95)] ?? 0;
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 900 });
    for (const [key, row] of [
      ['Control+End', ROWS - 1],
      ['Control+Home', 0],
    ] as const) {
      const isThere = async (): Promise<number> => {
        await page.getByRole('region', { name: 'Rows of the file' }).press(key);
        return page.getByRole('cell', { name: `Lead Number ${row}`, exact: true }).count();
      };
      await expect.poll(isThere).toBe(1);
    }
  }

  const status = readFileSync(`/proc/${ui.process.pid}/status`, 'utf8');
  const mebibytes = Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1024;
  console.log(
    `300,000 rows: read in ${seconds.toFixed(1)} s, ${frames.toFixed(0)} frames a second while scrolling (95 % within ${slow.toFixed(0)} ms), server at most ${mebibytes.toFixed(0)} MiB (goal: 300)`,
  );
  // The peak depends on when garbage is collected: 247 to 280 MiB were seen.
  expect(mebibytes).toBeLessThan(400);
});
