import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { apiEntries } from './entries.ts';
import { extractReports } from './extract.ts';

const WORKSPACE = join(import.meta.dirname, '..', '..');
const EXPORTS = { '.': { import: { types: './dist/index.d.ts', default: './dist/index.js' } } };

// API Extractor reads TypeScript's own libraries each time.
vi.setConfig({ testTimeout: 120_000 });

let root: string;
let declarations: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'leadwire-api-test-'));
  const folder = join(root, 'packages', 'sample');
  mkdirSync(join(folder, 'dist'), { recursive: true });
  declarations = join(folder, 'dist', 'index.d.ts');
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'sample', version: '1.0.0', type: 'module', exports: EXPORTS }),
  );
  writeFileSync(declarations, 'export declare function send(phone: string): boolean;\n');
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

const changed = (write: boolean): string[] => extractReports(apiEntries(root), root, write).map(({ report }) => report);

test('every entry point of every package has a committed API report, and no report is left over', () => {
  const entries = apiEntries(WORKSPACE);
  expect(entries.length).toBeGreaterThan(20);
  for (const folder of new Set(entries.map((entry) => entry.folder))) {
    const own = entries.filter((entry) => entry.folder === folder).map(({ report }) => report);
    expect(readdirSync(join(folder, 'etc')).sort()).toEqual(own.sort());
  }
});

test('a report that was written is not out of date', () => {
  expect(changed(true)).toEqual(['index.api.md']);
  expect(readFileSync(join(root, 'packages/sample/etc/index.api.md'), 'utf8')).toContain(
    'function send(phone: string)',
  );
  expect(changed(false)).toEqual([]);
});

test('a parameter that became required makes the report out of date, and the check writes nothing', () => {
  changed(true);
  writeFileSync(declarations, 'export declare function send(phone: string, country: string): boolean;\n');
  expect(changed(false)).toEqual(['index.api.md']);
  expect(readFileSync(join(root, 'packages/sample/etc/index.api.md'), 'utf8')).not.toContain('country');
});

test('an entry point without a report is out of date', () => {
  expect(changed(false)).toEqual(['index.api.md']);
});
