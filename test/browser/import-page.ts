import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { onTestFinished } from 'vitest';
import { openBrowser } from './open-browser.ts';
import { type PageProcess, type StartPageOptions, startPage } from './start-page.ts';

export type { PageProcess } from './start-page.ts';

let browser: Promise<Browser> | undefined;

/** One browser for all tests of a file. */
const sharedBrowser = (): Promise<Browser> => {
  browser ??= openBrowser();
  return browser;
};

export const closeBrowser = async (): Promise<void> => (await browser)?.close();

/** A folder with files in it, which is removed after the test. */
export function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'leadwire-browser-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** `leadwire ui`, ended after the test at the latest. */
export async function startUi(options: StartPageOptions): Promise<PageProcess> {
  const ui = await startPage(options);
  onTestFinished(() => ui.kill('SIGKILL'));
  return ui;
}

/** A browser window on the page. Whatever the page or its security policy complains about fails the test. */
export async function openPage(ui: PageProcess, width = 1280, scheme: 'light' | 'dark' = 'light'): Promise<Page> {
  const context = await (await sharedBrowser()).newContext({
    viewport: { width, height: 900 },
    colorScheme: scheme,
    acceptDownloads: true,
  });
  context.setDefaultTimeout(60_000);
  const page = await context.newPage();
  const faults: string[] = [];
  const own = new URL(ui.address).origin;
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (/Content Security Policy|TypeError/.test(message.text())) faults.push(message.text());
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(own)) faults.push(`a request to ${request.url()}`);
  });
  onTestFinished(async () => {
    await context.close();
    if (faults.length > 0) throw new Error(faults.join('\n'));
  });
  await page.goto(ui.address);
  return page;
}

export const button = (page: Page, name: string | RegExp): Locator => page.getByRole('button', { name });

/** The heading of a step is there. */
export const stepIs = (page: Page, name: string): Promise<void> =>
  page.getByRole('heading', { level: 2, name }).waitFor();

/** How many rows a filter button counts: `12 created`. */
export async function countOf(page: Page, text: string): Promise<number> {
  const found = page
    .getByRole('group', { name: 'Show' })
    .getByRole('button', { name: new RegExp(`^[\\d,]+ ${text}$`) });
  if ((await found.count()) === 0) return 0;
  return Number.parseInt(((await found.textContent()) ?? '').replaceAll(',', ''), 10);
}
