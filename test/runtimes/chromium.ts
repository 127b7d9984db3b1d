import { fileURLToPath } from 'node:url';

/** The parts of playwright-core that the tests use. It is installed by `pnpm test:matrix`, so its own types are not there for the compiler. */
export interface Page {
  goto(url: string, options?: { waitUntil: 'networkidle' }): Promise<unknown>;
  evaluate<Result>(script: string): Promise<Result>;
  on(event: 'console', listener: (message: { type(): string; text(): string }) => void): void;
  on(event: 'pageerror', listener: (error: Error) => void): void;
  click(selector: string): Promise<void>;
  fill(selector: string, text: string): Promise<void>;
  waitForSelector(selector: string): Promise<unknown>;
  keyboard: { press(key: string): Promise<void> };
  url(): string;
}

export interface Browser {
  newPage(): Promise<Page>;
  close(): Promise<void>;
}

const installed = (path: string): string => fileURLToPath(new URL(`node_modules/${path}`, import.meta.url));

/** Starts the headless Chromium of the npm registry. */
export async function launchChromium(): Promise<Browser> {
  const { default: binary } = (await import(installed('@sparticuz/chromium/build/index.js'))) as {
    default: { executablePath(): Promise<string> };
  };
  const { chromium } = (await import(installed('playwright-core/index.mjs'))) as {
    chromium: { launch(options: object): Promise<Browser> };
  };
  const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync'];
  // As root, as in a container, Chromium has no sandbox.
  return chromium.launch({ executablePath: await binary.executablePath(), args: ['--no-sandbox', ...quiet] });
}
