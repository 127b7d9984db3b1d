import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { type Browser, chromium } from 'playwright-core';

const RUNTIMES = new URL('../runtimes/package.json', import.meta.url);
const FLAGS = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--force-color-profile=srgb',
];

/** A headless Chromium: the one that `pnpm test:matrix` installs in `test/runtimes`, or that of the system. */
export async function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: await chromiumPath(), args: FLAGS, headless: true });
}

async function chromiumPath(): Promise<string> {
  try {
    const path = createRequire(RUNTIMES).resolve('@sparticuz/chromium');
    const { default: packed } = (await import(path)) as { default: { executablePath(): Promise<string> } };
    return await packed.executablePath();
  } catch {
    return systemChromium();
  }
}

function systemChromium(): string {
  for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
    try {
      return execFileSync('which', [name]).toString().trim();
    } catch {
      // the next name
    }
  }
  throw new Error(
    'There is no Chromium: run `pnpm test:matrix`, which installs one, or install the package chromium of the system.',
  );
}
