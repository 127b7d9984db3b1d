import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A file of the page, as it is served. */
export interface PageFile {
  readonly type: string;
  readonly body: Uint8Array<ArrayBuffer>;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Beside the built server, or in `dist` where the sources run. */
const FOLDERS = ['./page/', '../../dist/page/'].map((path) => fileURLToPath(new URL(path, import.meta.url)));

/**
 * The files of the page by their address; none where the page was not built. They are few and small, and what is not among them cannot be
 * asked for.
 */
export function readPageFiles(): ReadonlyMap<string, PageFile> {
  const folder = FOLDERS.find((path) => existsSync(join(path, 'index.html')) && !path.includes('/src/'));
  if (folder === undefined) return new Map();
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      const address = `/${path.slice(folder.length).replaceAll('\\', '/')}`;
      const type = TYPES[extname(entry.name)] ?? 'application/octet-stream';
      return [address === '/index.html' ? '/' : address, { type, body: new Uint8Array(readFileSync(path)) }];
    }),
  );
}
