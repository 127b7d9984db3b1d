import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { subset, validRange } from 'semver';
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

type Installed = Pick<Manifest, 'name' | 'dependencies'> & Partial<Pick<Manifest, 'engines'>>;

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
    expect(validRange(manifest.engines.node)).not.toBeNull();
    expect(manifest.repository.directory).toBe(directory);
    for (const address of [manifest.homepage, manifest.bugs]) expect(address).toMatch(/^https:\/\//);
    expect(existsSync(join(WORKSPACE, directory, 'README.md'))).toBe(true);
  },
);

/** The folder of a dependency, where Node finds it. */
function installedAt(folder: string, name: string): string {
  const place = join(folder, 'node_modules', name);
  return existsSync(place) ? realpathSync(place) : installedAt(dirname(folder), name);
}

/** Everything that an installation brings, by its folder. */
function closureOf(folder: string, found = new Map<string, Installed>()): ReadonlyMap<string, Installed> {
  if (found.has(folder)) return found;
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Installed;
  found.set(folder, manifest);
  for (const name of Object.keys(manifest.dependencies ?? {})) closureOf(installedAt(folder, name), found);
  return found;
}

test.each(published)(
  '$directory asks for a Node that everything it installs runs on, so that engine-strict refuses none of it',
  ({ directory, manifest }) => {
    const installed = [...closureOf(join(WORKSPACE, directory)).values()];
    const wanted = installed.filter(({ engines }) => !subset(manifest.engines.node, engines?.node ?? '*'));
    expect(wanted.map(({ engines, name }) => `${name}: ${engines?.node}`)).toEqual([]);
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
