import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Browser, launchChromium, type Page } from '../runtimes/chromium.ts';
import { serveFolder } from './static-server.ts';

// The documentation as it is published: built, served and opened in headless Chromium.

const root = join(import.meta.dirname, '../..');
const site = join(root, 'packages/docs/.vitepress/dist');

let server: Server;
let browser: Browser;
let page: Page;
let origin: string;
/** Errors of the console and of scripts, with the page that they came from. */
const errors: string[] = [];

beforeAll(async () => {
  const bin = join(root, 'node_modules/.bin');
  const PATH = [dirname(process.execPath), bin, process.env.PATH].join(delimiter);
  execFileSync(join(bin, 'pnpm'), ['docs:build'], { cwd: root, env: { ...process.env, PATH }, stdio: 'pipe' });
  server = serveFolder(site).listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await launchChromium();
  page = await browser.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(`${page.url()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => errors.push(`${page.url()}: ${error.message}`));
}, 600_000);

afterAll(async () => {
  await browser.close();
  server.close();
});

/** Addresses of this site that an open page links to. */
const LINKS = `[...document.querySelectorAll('a[href]')].map(({ href }) => href).filter((href) => href.startsWith(location.origin))`;

test('every page opens without an error, and every link leads to a page and a place on it', async () => {
  const pages = globSync('**/*.html', { cwd: site }).filter((path) => path !== '404.html');
  expect(pages.length).toBeGreaterThan(40);
  const dead: string[] = [];
  for (const path of pages) {
    await page.goto(`${origin}/${path}`, { waitUntil: 'networkidle' });
    for (const link of new Set(await page.evaluate<string[]>(LINKS))) if (!leads(link)) dead.push(`${path}: ${link}`);
  }
  expect(dead).toEqual([]);
  expect(errors).toEqual([]);
});

function leads(link: string): boolean {
  const { hash, pathname } = new URL(link);
  const path = join(site, decodeURIComponent(pathname));
  const file = [path, `${path}.html`, join(path, 'index.html')].find((each) => existsSync(each) && /\.\w+$/.test(each));
  if (file === undefined) return false;
  const id = decodeURIComponent(hash.slice(1));
  return id === '' || !file.endsWith('.html') || readFileSync(file, 'utf8').includes(`id="${id}"`);
}

test('the search finds an operation and opens its page', async () => {
  await page.goto(`${origin}/guide/first-lead.html`, { waitUntil: 'networkidle' });
  await page.click('.VPNavBarSearch button');
  await page.fill('#localsearch-input', 'skipTeamAndSourceRequirement');
  await page.waitForSelector('#localsearch-list .result');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.VPDoc h1');
  await expect.poll(() => page.url()).toMatch(/\/reference\/.*pulsecrm/);
});

test('the dark theme is chosen by its switch, and is still there on the next page', async () => {
  const isDark = () => page.evaluate<boolean>(`document.documentElement.classList.contains('dark')`);
  await page.goto(`${origin}/guide/errors.html`, { waitUntil: 'networkidle' });
  const before = await isDark();
  await page.click('.VPNavBarAppearance button');
  await expect.poll(isDark).toBe(!before);
  await page.goto(`${origin}/guide/backup.html`, { waitUntil: 'networkidle' });
  expect(await isDark()).toBe(!before);
});

test('llms.txt names every page of the guide', () => {
  const text = readFileSync(join(site, 'llms.txt'), 'utf8');
  const guides = readdirSync(join(root, 'packages/docs/guide'));
  expect(guides.filter((name) => !text.includes(`/guide/${name}`))).toEqual([]);
});
