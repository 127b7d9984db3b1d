import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const WORKSPACE = fileURLToPath(new URL('../..', import.meta.url));

interface Manifest {
  name: string;
  version: string;
  private?: boolean;
  description: string;
  keywords: string[];
  homepage: string;
  bugs: string;
  repository: { url: string; directory: string };
  license: string;
  engines: { node: string };
  files: string[];
  exports: Record<string, string | Record<string, unknown>>;
  dependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  peerDependenciesMeta?: Record<string, { optional?: boolean }>;
}

const published = ['packages', 'generated'].flatMap((group) =>
  readdirSync(join(WORKSPACE, group))
    .map((name) => `${group}/${name}`)
    .filter((directory) => existsSync(join(WORKSPACE, directory, 'package.json')))
    .map((directory) => ({
      directory,
      manifest: JSON.parse(readFileSync(join(WORKSPACE, directory, 'package.json'), 'utf8')) as Manifest,
    }))
    .filter(({ manifest }) => manifest.private !== true),
);

test.each(published)(
  '$directory says what it is, for which Node, under which licence and where it lives',
  ({ directory, manifest }) => {
    expect(manifest.description).toMatch(/\.$/);
    expect(manifest.keywords.length).toBeGreaterThan(2);
    expect(manifest.license).toBe('MIT');
    expect(manifest.engines.node).toMatch(/^>=\d+\.\d+$/);
    expect(manifest.repository.directory).toBe(directory);
    for (const address of [manifest.homepage, manifest.bugs]) expect(address).toMatch(/^https:\/\//);
    expect(existsSync(join(WORKSPACE, directory, 'README.md'))).toBe(true);
  },
);

test.each(published)('$directory depends on ranges, so that an application shares one copy', ({ manifest }) => {
  for (const range of Object.values(manifest.dependencies ?? {})) {
    expect(['catalog:published', 'workspace:^']).toContain(range);
  }
});

const forTests = published.find(({ manifest }) => manifest.name === '@leadwire/testing');

test.each(published.filter((one) => one !== forTests))(
  '$directory asks for no peer, or for one that may be missing and of any version: npm install refuses an optional one of another version, too',
  ({ manifest }) => {
    for (const [name, range] of Object.entries(manifest.peerDependencies ?? {})) {
      expect({ name, range }).toEqual({ name, range: '*' });
      expect(manifest.peerDependenciesMeta?.[name]?.optional).toBe(true);
    }
    expect(manifest.dependencies ?? {}).not.toHaveProperty('@leadwire/testing');
  },
);

test.each(published)('$directory ships its sources for the maps, and neither tests nor fixtures', ({ manifest }) => {
  if (!manifest.files.includes('src')) return;
  expect(manifest.files).toEqual(
    expect.arrayContaining(['dist', '!src/**/*.test.ts', '!src/**/*.test-d.ts', '!src/**/fixtures/**']),
  );
});

test('all packages are released together, under one version', () => {
  const versions = new Set(published.map(({ manifest }) => manifest.version));
  expect([...versions]).toHaveLength(1);
});

const read = (...path: string[]): string => readFileSync(join(WORKSPACE, ...path), 'utf8');

test.each(published)('the changelog of $directory begins with its version', ({ directory, manifest }) => {
  expect(/^## (.+)$/m.exec(read(directory, 'CHANGELOG.md'))?.[1]).toBe(manifest.version);
  expect(manifest.files).toContain('CHANGELOG.md');
});

test('the changelog of the workspace and the migration page lead to the version of the packages', () => {
  const version = published[0]?.manifest.version ?? '';
  expect(/^## (.+)$/m.exec(read('CHANGELOG.md'))?.[1]).toBe(version);
  const [major, minor] = version.split('.');
  expect(read('packages', 'docs', 'guide', 'migration.md')).toMatch(
    new RegExp(`^# From .+ to ${major}\\.${minor}$`, 'm'),
  );
});
