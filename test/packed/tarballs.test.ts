import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packAll } from './pack-all.ts';

// What is in the tarballs, as npm would be given them, also as publint and Are the Types Wrong see it.

const root = mkdtempSync(join(tmpdir(), 'leadwire-tarballs-'));
const folders = new Map<string, string>();
let tarballs: Record<string, string> = {};

beforeAll(() => {
  tarballs = packAll(root);
  for (const [name, tarball] of Object.entries(tarballs)) {
    const folder = join(root, name);
    mkdirSync(folder, { recursive: true });
    execFileSync('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1']);
    folders.set(name, folder);
  }
}, 600_000);

afterAll(() => rmSync(root, { recursive: true, force: true }), 120_000);

/** Every file of every tarball, with the folder that it was unpacked into. */
const packed = (): { folder: string; file: string }[] =>
  [...folders.values()].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => ({ folder, file })),
  );

test('every tarball has a README, a CHANGELOG and the licence', () => {
  expect(folders.size).toBeGreaterThan(15);
  const missing = [...folders].flatMap(([name, folder]) =>
    ['README.md', 'CHANGELOG.md', 'LICENSE']
      .filter((file) => !existsSync(join(folder, file)))
      .map((file) => [name, file]),
  );
  expect(missing).toEqual([]);
});

test('no tarball has a test, a fixture or a report of its API', () => {
  const unwanted = packed().filter(({ file }) => /\.test(-d)?\.|fixtures|\.api\.md$/.test(file));
  expect(unwanted).toEqual([]);
});

test('no file name in a tarball has a character that Windows refuses', () => {
  expect(packed().filter(({ file }) => /[:*?"<>|]/.test(file))).toEqual([]);
});

test('every source that a map of a tarball names is in the same tarball', () => {
  const maps = packed().filter(({ file }) => file.endsWith('.map'));
  expect(maps.length).toBeGreaterThan(100);
  const lost = maps.flatMap(({ file, folder }) => {
    const { sources } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { sources: (string | null)[] };
    return sources
      .filter((source) => source === null || !existsSync(join(folder, dirname(file), source)))
      .map((source) => `${file}: ${source}`);
  });
  expect(lost).toEqual([]);
});

test('every file that package.json of a tarball leads to is in it', () => {
  const paths = (value: unknown): string[] => {
    if (typeof value === 'string') return value.startsWith('./') && !value.includes('*') ? [value] : [];
    return typeof value === 'object' && value !== null ? Object.values(value).flatMap(paths) : [];
  };
  const lost = [...folders].flatMap(([name, folder]) => {
    const { bin, exports, imports, main, types } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return paths({ bin, exports, imports, main, types }).flatMap((path) =>
      existsSync(join(folder, path)) ? [] : [`${name}: ${path}`],
    );
  });
  expect(lost).toEqual([]);
});

test('publint finds no fault in a tarball', async () => {
  const faults: string[] = [];
  for (const [name, folder] of folders) {
    const { messages, pkg } = await publint({ pkgDir: folder, pack: false, strict: true });
    const wrong = messages.filter(({ type }) => type === 'error');
    faults.push(...wrong.map((message) => `${name}: ${formatMessage(message, pkg)}`));
  }
  expect(faults).toEqual([]);
});

test('the types of a tarball are right wherever its modules resolve', { timeout: 600_000 }, async () => {
  const faults: unknown[] = [];
  for (const [name, tarball] of Object.entries(tarballs)) {
    const found = await checkPackage(createPackageFromTarballData(readFileSync(tarball)));
    const problems: readonly object[] = found.types === false ? [{ kind: 'no types' }] : found.problems;
    // What cannot be required has no types for whoever requires it.
    const isLeft = (problem: object): boolean =>
      !canBeRequired(name) && 'resolutionKind' in problem && /^node1(0|6-cjs)$/.test(String(problem.resolutionKind));
    faults.push(...problems.filter((problem) => !isLeft(problem)).map((problem) => ({ name, ...problem })));
  }
  expect(faults).toEqual([]);
});

const canBeRequired = (name: string): boolean =>
  readFileSync(join(folders.get(name) ?? '', 'package.json'), 'utf8').includes('"require"');
