import { isBuiltin } from 'node:module';
import { posix } from 'node:path';
import { PROVIDERS as ALL } from '../providers.ts';
import { importsOf } from './imports.ts';

/** The texts of a repository by path: `packages/core/src/index.ts`. */
export type Sources = ReadonlyMap<string, string>;

/** What of a package.json the rules read. */
export interface Manifest {
  name: string;
  exports?: Record<string, unknown>;
  dependencies?: Record<string, string>;
}

/** The folders of our packages and what stands in their package.json: `packages/core`. */
export type Manifests = ReadonlyMap<string, Manifest>;

const PROVIDERS: readonly string[] = Object.keys(ALL);
const GENERATED = PROVIDERS.map((provider) => `generated/${provider}`);
const ROOMS = ['index', 'options', 'client', 'errors', 'reconcile', 'target', 'destinations'];

/** Who may import whom, by folder: the table of the house. What is not named here may import nothing of ours. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  ...Object.fromEntries(
    PROVIDERS.map((provider) => [`packages/${provider}`, ['packages/core', `generated/${provider}`]]),
  ),
  'packages/leadwire': ['packages/core'],
  'packages/testing': ['packages/core'],
  'packages/queue': ['packages/core', 'packages/leadwire'],
  'packages/files': ['packages/core'],
  'packages/importer': [
    'packages/core',
    'packages/files',
    'packages/leadwire',
    ...PROVIDERS.map((provider) => `packages/${provider}`),
  ],
  'packages/console': ['packages/core', 'packages/files', 'packages/importer', 'packages/leadwire'],
  'packages/cli': [
    'packages/console',
    'packages/core',
    'packages/files',
    'packages/importer',
    'packages/leadwire',
    'packages/queue',
    'packages/simulators',
  ],
  'packages/simulators': GENERATED,
  // Examples use the packages as anyone does.
  'packages/docs': [
    'packages/core',
    'packages/leadwire',
    'packages/simulators',
    'packages/testing',
    ...PROVIDERS.map((provider) => `packages/${provider}`),
  ],
};

// scripts generate, and may know nothing of what they generate; these are programs that use it: the main job, the benchmark, and the size of a bundle.
const PROGRAMS = /^scripts\/(main\.ts|main\/|bench\/|size\/)/;
/** Unit tests may use what stands in for a provider, and the entry point that core has for tests. */
const IS_TEST = /\.test(-d)?\.ts$/;
const TEST_ENTRY_POINTS = [
  '@leadwire/core/testing',
  '@leadwire/testing',
  'leadwire/testing',
  '@leadwire/simulators/conformance',
];
/** What a provider package is built from: no name of it is meant for users of a client. */
const PROVIDER_ENTRY = '@leadwire/core/provider';
const BUILT_ON_PROVIDER_ENTRY = [
  'packages/leadwire',
  'packages/queue',
  'packages/importer',
  'packages/console',
  'packages/cli',
  'packages/testing',
  ...PROVIDERS.map((name) => `packages/${name}`),
];
/** Folders of core, and which of its folders each may import; files beside them may be imported by all. */
const CORE_FOLDERS: Record<string, readonly string[]> = {
  phone: [],
  webhooks: ['transport'],
  transport: [],
  lead: ['phone'],
  call: ['phone', 'lead', 'transport'],
  target: ['call', 'lead', 'phone', 'transport'],
  testing: ['call', 'lead', 'phone', 'transport'],
};
/** A package's entry point for tests may use that of another. */
const IS_TEST_ENTRY_POINT = /\/src\/(testing\.ts|testing\/|conformance\/)/;
/** These run in browsers, workers and edge runtimes too. */
const ANYWHERE = new RegExp(`^(packages/(core|${PROVIDERS.join('|')})/src|generated/[^/]+)/`);

/** Loads phone metadata by a name that no bundler reads, so that a bundle holds the one set that it asks for. */
const COMPUTED = 'packages/core/src/phone/load-phones.ts';

/** Every import that the house does not allow: `file:line says why`. */
export function importBreaches(sources: Sources, manifests: Manifests): string[] {
  const breaches: string[] = [];
  for (const [file, text] of sources) {
    const home = homeOf(file);
    for (const { specifier, line } of importsOf(text)) {
      const why = specifier.startsWith('.')
        ? relativeBreach(file, specifier)
        : bareBreach(file, home, specifier, manifests);
      if (why !== undefined) breaches.push(`${file}:${line} ${why}`);
    }
  }
  return breaches;
}

/** The package that a file belongs to: `packages/core`, `generated/topcalls`, `scripts`, `test`, `specs`. */
function homeOf(file: string): string {
  const [top = '', next = ''] = file.split('/');
  return top === 'packages' || top === 'generated' ? `${top}/${next}` : top;
}

function relativeBreach(file: string, specifier: string): string | undefined {
  const target = posix.join(posix.dirname(file), specifier);
  if (target === `${homeOf(file)}/package.json`) return undefined;
  if (homeOf(target) === homeOf(file)) return IS_TEST.test(file) ? undefined : coreFolderBreach(file, target);
  return `reaches into ${homeOf(target)} by path: ${specifier}`;
}

function coreFolderBreach(file: string, target: string): string | undefined {
  const [from, to] = [file, target].map((path) => /^packages\/core\/src\/([^/]+)\//.exec(path)?.[1]);
  if (from === undefined || to === undefined || from === to || CORE_FOLDERS[from]?.includes(to)) return undefined;
  return `${from} may not import ${to}`;
}

function bareBreach(file: string, home: string, specifier: string, manifests: Manifests): string | undefined {
  const isTest = IS_TEST.test(file);
  if (specifier === '?')
    return home.startsWith('packages/') && !isTest && file !== COMPUTED
      ? 'imports something that only running it tells'
      : undefined;
  if (isBuiltin(specifier)) return ANYWHERE.test(file) && !isTest ? `runs on Node alone with ${specifier}` : undefined;
  const target = [...manifests].find(([, { name }]) => specifier === name || specifier.startsWith(`${name}/`));
  if (target === undefined) return undefined;
  return packageBreach({ file, home, isTest, specifier }, ...target);
}

interface Import {
  readonly file: string;
  readonly home: string;
  readonly isTest: boolean;
  readonly specifier: string;
}

/** What is wrong with an import of a package of this workspace. */
function packageBreach(
  { file, home, isTest, specifier }: Import,
  folder: string,
  { name, exports = {} }: Manifest,
): string | undefined {
  if (!(`.${specifier.slice(name.length)}` in exports)) return `goes past the entry point of ${name}: ${specifier}`;
  if (specifier === PROVIDER_ENTRY && home.startsWith('packages/') && !BUILT_ON_PROVIDER_ENTRY.includes(home))
    return `is no provider and imports ${specifier}`;
  if (home === 'test' || PROGRAMS.test(file) || folder === home) return undefined;
  const isForTests = TEST_ENTRY_POINTS.includes(specifier);
  if (isForTests && !isTest && !IS_TEST_ENTRY_POINT.test(file)) return `is not a test and imports ${specifier}`;
  if (isTest && (folder === 'packages/simulators' || isForTests)) return undefined;
  if (!MAY_IMPORT[home]?.includes(folder)) return `may not import ${name}`;
  const namesProvider = PROVIDERS.some((provider) => folder === `packages/${provider}`);
  if (home === 'packages/importer' && namesProvider && !isTest && file !== 'packages/importer/src/providers.ts')
    return `names ${name} outside providers.ts`;
  return undefined;
}

/** Dependencies that the same table does not allow: what is published must not bring more along than what is imported. */
export function dependencyBreaches(manifests: Manifests): string[] {
  const folderOf = new Map([...manifests].map(([folder, { name }]) => [name, folder]));
  return [...manifests].flatMap(([home, { dependencies = {} }]) =>
    Object.keys(dependencies)
      .filter((name) => folderOf.has(name) && home !== 'test' && home !== 'scripts')
      .filter((name) => !MAY_IMPORT[home]?.includes(folderOf.get(name) ?? ''))
      .map((name) => `${home}/package.json may not depend on ${name}`),
  );
}

/** Provider packages without one of their rooms, and specs without their package. */
export function missingRooms(sources: Sources): string[] {
  const specs = [...sources.keys()]
    .map((file) => /^specs\/([^/]+)\.yaml$/.exec(file)?.[1])
    .filter((name) => name !== undefined);
  return [
    ...specs
      .filter((name) => !PROVIDERS.includes(name))
      .map((name) => `specs/${name}.yaml is no provider of the table`),
    ...PROVIDERS.flatMap((provider) => [
      `specs/${provider}.yaml`,
      `generated/${provider}/index.ts`,
      ...ROOMS.map((room) => `packages/${provider}/src/${room}.ts`),
    ]).filter((file) => !sources.has(file)),
  ];
}

const HOUSE = ['package.json', 'tsconfig.json', 'turbo.json', 'specs', 'scripts', 'generated', 'packages', 'test'];
const INSISTED_ON = [
  'pnpm-lock.yaml',
  'pnpm-workspace.yaml',
  'redocly.yaml',
  'biome.json',
  'README.md',
  'CONTRIBUTING.md',
  'ARCHITECTURE.md',
  'SECURITY.md',
  'LICENSE',
  'CHANGELOG.md',
];
/** What is installed or measured, and never committed. */
const NOT_COMMITTED = ['node_modules', 'coverage'];

/** What stands at the top of the repository without a reason, and what is missing there. */
export function topLevelBreaches(names: readonly string[]): string[] {
  const allowed = [...HOUSE, ...INSISTED_ON, ...NOT_COMMITTED];
  return [
    ...names
      .filter((name) => !name.startsWith('.') && !allowed.includes(name))
      .map((name) => `${name} does not belong there`),
    ...HOUSE.filter((name) => !names.includes(name)).map((name) => `${name} is missing`),
  ];
}
