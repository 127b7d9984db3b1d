import {
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pageBlocks } from './page-blocks.ts';

export const root = fileURLToPath(new URL('../..', import.meta.url));
const docs = join(root, 'packages/docs');

/** Every page of the documentation that is written by hand, with its blocks. */
export const PAGES = globSync(['guide/*.md', 'several-machines/index.md'], { cwd: docs }).map((path) => {
  const text = readFileSync(join(docs, path), 'utf8');
  return { path, text, folder: path.replaceAll(/[/\\]/g, '-').replace('.md', ''), blocks: pageBlocks(text) };
});

/** An empty folder for each page, with our packages by their names and Node's types: what a reader has installed. */
export function makeReadersFolder(): string {
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'leadwire-docs-')));
  writeFileSync(join(home, 'package.json'), '{ "type": "module" }');
  const config = { extends: join(root, 'tsconfig.json'), include: ['*/*.ts'], exclude: [] };
  writeFileSync(join(home, 'tsconfig.json'), JSON.stringify(config));
  const link = (name: string, path: string) => {
    const place = join(home, 'node_modules', name);
    mkdirSync(dirname(place), { recursive: true });
    symlinkSync(path, place, 'dir');
  };
  for (const name of readdirSync(join(root, 'packages'))) {
    const manifest = join(root, 'packages', name, 'package.json');
    if (existsSync(manifest))
      link(JSON.parse(readFileSync(manifest, 'utf8')).name as string, join(root, 'packages', name));
  }
  link('@types', join(root, 'node_modules/@types'));
  for (const { folder } of PAGES) mkdirSync(join(home, folder));
  return home;
}
