import { readFileSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { EmitOptions, Emitted } from './emit/emit.ts';
import { faultLine, SpecError, shown } from './fault.ts';
import { readCache, writeCache } from './files/cache.ts';
import { registryFiles } from './files/registry.ts';
import { ForeignFilesError, staleFiles, strayFiles, writeFiles } from './files/write.ts';
import type { ReadOptions, Spec } from './read/read-spec.ts';
import { runOnChange } from './watch.ts';

const HELP = `Usage: pnpm gen [--check | --watch] [--root DIR]
       pnpm gen --spec FILE --out DIR [--overlay FILE] [--strict-effects] [--skip-unsupported] [--check | --watch]
       pnpm gen --spec FILE --suggest-effects FILE

  pnpm gen                       writes generated/<provider> for every spec in specs/
  pnpm gen --check               writes nothing; exits 1 and names the files that differ
  pnpm gen --watch               writes again whenever a spec changes
  pnpm gen --root DIR            works on the specs/ and generated/ of another folder
  pnpm gen --spec FILE --out DIR generates from any OpenAPI 3 document, in YAML or JSON

  --overlay FILE                 applies an OpenAPI Overlay to the document first
  --suggest-effects FILE         writes an overlay with an effect class for each operation that has none
  --strict-effects               refuses an operation without an effect class, instead of assuming one
  --skip-unsupported             leaves out operations that cannot be sent, and lists them`;

const here = dirname(fileURLToPath(import.meta.url));
const workspace = resolve(here, '../..');

/** Where a run says what it did, a line or several at a time. */
export interface Output {
  log: (text: string) => void;
  error: (text: string) => void;
}

interface Job {
  /** Absolute path of the root document. */
  spec: string;
  out: string;
  options: EmitOptions;
  /** How to read a document that is not ours; absent for our own specs, which are read from the cache where they can be. */
  read?: ReadOptions;
}

interface Flags {
  check: boolean;
  watch: boolean;
  root: string;
  spec?: string;
  out?: string;
  read: ReadOptions;
  suggestEffects?: string;
}

class UsageError extends Error {}

function readFlags(args: string[]): Flags | undefined {
  const { values } = parseArgs({
    args,
    options: {
      check: { type: 'boolean', default: false },
      watch: { type: 'boolean', default: false },
      spec: { type: 'string' },
      out: { type: 'string' },
      root: { type: 'string', default: workspace },
      overlay: { type: 'string' },
      'suggest-effects': { type: 'string' },
      'strict-effects': { type: 'boolean', default: false },
      'skip-unsupported': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return undefined;
  const { spec, out, 'suggest-effects': suggestEffects } = values;
  if (spec === undefined && (out ?? suggestEffects ?? values.overlay) !== undefined)
    throw new UsageError('--out, --overlay and --suggest-effects need --spec.');
  if (spec !== undefined && out === undefined && suggestEffects === undefined)
    throw new UsageError('--spec needs --out, or --suggest-effects.');
  const read: ReadOptions = {
    overlay: values.overlay === undefined ? undefined : resolve(values.overlay),
    strictEffects: values['strict-effects'],
    skipUnsupported: values['skip-unsupported'],
  };
  return {
    check: values.check,
    watch: values.watch,
    root: resolve(values.root),
    read,
    ...(spec !== undefined && { spec: resolve(spec) }),
    ...(out !== undefined && { out: resolve(out) }),
    ...(suggestEffects !== undefined && { suggestEffects: resolve(suggestEffects) }),
  };
}

/**
 * Runs `pnpm gen`.
 * @param args - what stands behind `pnpm gen`
 * @returns the exit code: 0, 1 where something is wrong with a spec or differs, 2 for wrong usage
 */
export async function runGen(args: string[], output: Output = console): Promise<number> {
  try {
    return await run(args, output);
  } catch (error) {
    return printError(error, output);
  }
}

async function run(args: string[], output: Output): Promise<number> {
  const flags = readFlags(args);
  if (flags === undefined) {
    output.log(HELP);
    return 0;
  }
  if (flags.spec !== undefined && flags.suggestEffects !== undefined)
    await suggestEffects(flags.spec, flags.suggestEffects, output);
  if (flags.spec !== undefined && flags.out === undefined) return 0;
  if (!flags.watch) return runAll(flags, output);
  const folders =
    flags.spec === undefined
      ? [join(flags.root, 'specs')]
      : [flags.spec, flags.read.overlay ?? flags.spec].map(dirname);
  const again = () => runAll(flags, output).catch((error: unknown) => printError(error, output));
  return runOnChange(folders, again, () => output.log(`watching ${shown(folders[0] ?? '')}`));
}

async function suggestEffects(spec: string, file: string, output: Output): Promise<void> {
  const { readAnySpec } = await import('./read/read-spec.ts');
  const { effectsOverlay } = await import('./read/effects.ts');
  const { document, assumed } = await readAnySpec(spec, { skipUnsupported: true });
  writeFileSync(file, effectsOverlay(document, assumed));
  output.log(`${shown(file)}: ${count(assumed.length, 'effect class', 'effect classes')} proposed, to be confirmed`);
}

async function runAll(flags: Flags, output: Output): Promise<number> {
  const isAny = flags.spec !== undefined;
  const jobs = isAny ? [anyJob(flags)] : await workspaceJobs(flags.root);
  // All are generated before the first byte is written: a fault in one leaves every one as it was.
  const emitted: [Job, Map<string, string>][] = [];
  for (const job of jobs)
    emitted.push([job, job.read === undefined ? await emitCached(job) : await generateAny(job, output)]);
  const registry = isAny ? new Map<string, string>() : registryFiles(flags.root);
  if (flags.check) {
    const stale = await staleFiles(flags.root, registry);
    return check(emitted, { generated: isAny ? undefined : join(flags.root, 'generated'), stale }, output);
  }
  for (const [job, files] of emitted) {
    const written = await writeFiles(job.out, files);
    output.log(`${shown(job.out)}: ${written.length === 0 ? 'unchanged' : `${written.length} files written`}`);
  }
  for (const file of await staleFiles(flags.root, registry)) {
    writeFileSync(file, registry.get(relative(flags.root, file)) ?? '');
    output.log(`${shown(file)}: written`);
  }
  return 0;
}

async function check(
  emitted: readonly [Job, Map<string, string>][],
  { generated, stale: staleAlready }: { generated: string | undefined; stale: readonly string[] },
  output: Output,
): Promise<number> {
  const stale = [...staleAlready];
  for (const [job, files] of emitted) stale.push(...(await staleFiles(job.out, files)));
  const known = new Map(emitted.map(([job, files]) => [job.out, files]));
  const strays = generated === undefined ? [] : await strayFiles(generated, known);
  if (stale.length === 0 && strays.length === 0) {
    output.log(`generated code is current (${emitted.length} specs)`);
    return 0;
  }
  for (const file of stale) output.error(`stale: ${shown(file)}`);
  if (stale.length > 0) output.error('Run `pnpm gen` and commit what it writes.');
  for (const file of strays) output.error(`stray: ${shown(file)} does not come from a spec: remove it`);
  return 1;
}

/** A spec of ours that has not changed is not read again. */
async function emitCached(job: Job): Promise<Map<string, string>> {
  const cache = {
    folder: join(workspace, 'node_modules', '.cache', 'leadwire-gen'),
    name: job.options.name,
    from: dirname(job.spec),
    salt: await salt(job.options),
  };
  const known = await readCache(cache);
  if (known !== undefined) return known;
  const { readOwnSpec } = await import('./read/read-spec.ts');
  const spec = await readOwnSpec(job.spec);
  const { files } = await emit(spec, job);
  await writeCache(cache, spec.files, files);
  return files;
}

/** What a generated package depends on beside its spec: the generator, the rules, the versions, the options. */
async function salt(options: EmitOptions): Promise<string> {
  const { filesBelow } = await import('./files/cache.ts');
  const rules = await filesBelow(join(workspace, 'specs', 'rules'));
  const sources = [...(await filesBelow(here)), ...rules, join(workspace, 'pnpm-lock.yaml')];
  return [JSON.stringify(options), process.version, ...sources.map((file) => readFileSync(file, 'utf8'))].join('\0');
}

async function generateAny(job: Job, output: Output): Promise<Map<string, string>> {
  const { readAnySpec } = await import('./read/read-spec.ts');
  const spec = await readAnySpec(job.spec, job.read);
  const { files, notChecked } = await emit(spec, job);
  report(spec, notChecked, output);
  return files;
}

/** What was mended, assumed and left out, on standard error. */
function report({ warnings, assumed, skipped, operations }: Spec, notChecked: readonly string[], output: Output): void {
  for (const warning of warnings) output.error(`warning: ${faultLine(warning)}`);
  for (const { id, verb, path, operation } of assumed)
    output.error(`assumed: ${id} (${verb.toUpperCase()} ${path}) is ${operation['x-leadwire-effect']}`);
  if (assumed.length > 0)
    output.error(`${count(assumed.length, 'effect class was', 'effect classes were')} assumed: see --suggest-effects`);
  for (const keyword of notChecked) output.error(`not checked: ${keyword}`);
  for (const fault of skipped) output.error(`skipped: ${faultLine(fault)}`);
  if (skipped.length > 0)
    output.error(`${count(skipped.length, 'operation', 'operations')} skipped, ${operations.length} generated`);
}

const count = (number: number, one: string, many: string): string => `${number} ${number === 1 ? one : many}`;

// Loaded only when something changed: the compiler behind it takes longer to load than the rest of a run.
async function emit(spec: Spec, job: Job): Promise<Emitted> {
  const { emitFiles } = await import('./emit/emit.ts');
  try {
    return emitFiles(spec, job.options);
  } catch (cause) {
    const { message } = cause as Error;
    throw new SpecError([{ file: shown(job.spec), line: 1, message: `cannot be generated from: ${message}` }]);
  }
}

async function workspaceJobs(root: string): Promise<Job[]> {
  const specs = (await readdir(join(root, 'specs'))).filter((file) => file.endsWith('.yaml')).sort();
  return specs.map((file) => {
    const name = basename(file, '.yaml');
    const spec = join(root, 'specs', file);
    return {
      spec,
      out: join(root, 'generated', name),
      options: {
        name,
        source: `specs/${file}`,
        rootConfig: '../../tsconfig.json',
        versions: { openapiFetch: 'catalog:published', zod: 'catalog:published', own: release() },
      },
    };
  });
}

function anyJob({ spec = '', out = '', read }: Flags): Job {
  const name = basename(spec)
    .replace(/\.(ya?ml|json)$/i, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  const versions = { openapiFetch: catalogVersion('openapi-fetch'), zod: catalogVersion('zod') };
  return { spec, out, read, options: { name: name || 'api', source: basename(spec), versions } };
}

/** All packages are released together, so a generated one has the version of core. */
function release(): string {
  const manifest = readFileSync(join(workspace, 'packages/core/package.json'), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

function catalogVersion(dependency: string): string {
  const line = readFileSync(join(workspace, 'pnpm-workspace.yaml'), 'utf8')
    .split('\n')
    .find((text) => text.trim().startsWith(`${dependency}:`));
  return line?.split(':')[1]?.trim() ?? '*';
}

function printError(error: unknown, output: Output): number {
  const { code, message, syscall } = error as NodeJS.ErrnoException;
  const isUsage = error instanceof UsageError || code?.startsWith('ERR_PARSE_ARGS') === true;
  if (error instanceof SpecError) output.error(`${message}\nNothing was written.`);
  else if (error instanceof ForeignFilesError) {
    const lines = error.files.map((file) => `${shown(file)} was not generated by pnpm gen, so it is not replaced`);
    output.error(`${lines.join('\n')}\nNothing was written.`);
  } else if (isUsage) output.error(`${message}\n\n${HELP}`);
  else if (syscall !== undefined) output.error(message);
  else throw error;
  return isUsage ? 2 : 1;
}
