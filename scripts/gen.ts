// `pnpm gen`: specs in, generated out. `--check` fails when the two differ.
import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { cacheKey, filesBelow, readCache, writeCache } from './gen/cache.ts';
import type { EmitOptions } from './gen/emit.ts';
import { SpecError } from './gen/fault.ts';
import { readSpecFiles } from './gen/spec-files.ts';
import { ForeignFilesError, staleFiles, strayFiles, writeFiles } from './gen/write.ts';

const HELP = `Usage: pnpm gen [--check] [--spec FILE --out DIR | --root DIR]

  pnpm gen                       writes generated/<provider> for every spec in specs/
  pnpm gen --check               writes nothing; exits 1 and names the files that differ
  pnpm gen --spec FILE --out DIR generates from any OpenAPI 3.1 document whose operations carry x-leadwire-effect
                                 and are called resource.method
  pnpm gen --root DIR            works on the specs/ and generated/ of another folder`;

const here = dirname(fileURLToPath(import.meta.url));
const workspace = dirname(here);

interface Job {
  /** Absolute path of the root document. */
  spec: string;
  out: string;
  options: EmitOptions;
  /** All files that the spec is made of; not asked for a stranger's, which is never read from the cache. */
  inputs?: string[];
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      check: { type: 'boolean', default: false },
      spec: { type: 'string' },
      out: { type: 'string' },
      root: { type: 'string', default: workspace },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  if ((values.spec === undefined) !== (values.out === undefined)) {
    console.error(`--spec and --out go together.\n\n${HELP}`);
    return 2;
  }
  const isStranger = values.spec !== undefined && values.out !== undefined;
  const root = resolve(values.root);
  const jobs = isStranger ? [strangerJob(values.spec ?? '', values.out ?? '')] : await workspaceJobs(root);
  // All are generated before the first byte is written: a fault in one leaves every one as it was.
  const emitted: [Job, Map<string, string>][] = [];
  for (const job of jobs) emitted.push([job, await emit(job)]);
  if (values.check) return check(emitted, isStranger ? undefined : join(root, 'generated'));
  for (const [job, files] of emitted) {
    const written = await writeFiles(job.out, files);
    console.log(`${shown(job.out)}: ${written.length === 0 ? 'unchanged' : `${written.length} files written`}`);
  }
  return 0;
}

async function check(emitted: readonly [Job, Map<string, string>][], generated?: string): Promise<number> {
  const stale: string[] = [];
  for (const [job, files] of emitted) stale.push(...(await staleFiles(job.out, files)));
  const known = new Map(emitted.map(([job, files]) => [job.out, files]));
  const strays = generated === undefined ? [] : await strayFiles(generated, known);
  if (stale.length === 0 && strays.length === 0) {
    console.log(`generated code is current (${emitted.length} specs)`);
    return 0;
  }
  for (const file of stale) console.error(`stale: ${shown(file)}`);
  if (stale.length > 0) console.error('Run `pnpm gen` and commit what it writes.');
  for (const file of strays) console.error(`stray: ${shown(file)} comes from no spec: remove it`);
  return 1;
}

async function emit(job: Job): Promise<Map<string, string>> {
  if (job.inputs === undefined) return generate(job);
  const source = (await filesBelow(join(here, 'gen'))).map((file) => ({ file, from: here }));
  const specs = job.inputs.map((file) => ({ file, from: dirname(job.spec) }));
  const salt = JSON.stringify([job.options, readFileSync(join(workspace, 'pnpm-lock.yaml'), 'utf8')]);
  const key = await cacheKey([...specs, ...source], salt);
  const cache = join(workspace, 'node_modules', '.cache', 'leadwire-gen');
  const known = await readCache(cache, job.options.name, key);
  if (known !== undefined) return known;
  const files = await generate(job);
  await writeCache(cache, job.options.name, { key, files });
  return files;
}

async function generate(job: Job): Promise<Map<string, string>> {
  // Loaded only when something changed: the compilers behind them take longer than the rest of a run.
  const { readSpec } = await import('./gen/read-spec.ts');
  const spec = await readSpec(job.spec);
  const { emitFiles } = await import('./gen/emit.ts');
  try {
    return await emitFiles(spec, job.options);
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
      inputs: [...readSpecFiles(spec).keys()],
      options: {
        name,
        source: `specs/${file}`,
        rootConfig: '../../tsconfig.json',
        versions: { openapiFetch: 'catalog:', zod: 'catalog:' },
      },
    };
  });
}

function strangerJob(spec: string, out: string): Job {
  const name = basename(spec)
    .replace(/\.(ya?ml|json)$/i, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  const versions = { openapiFetch: catalogVersion('openapi-fetch'), zod: catalogVersion('zod') };
  return { spec: resolve(spec), out: resolve(out), options: { name: name || 'api', source: basename(spec), versions } };
}

function catalogVersion(dependency: string): string {
  const line = readFileSync(join(workspace, 'pnpm-workspace.yaml'), 'utf8')
    .split('\n')
    .find((text) => text.trim().startsWith(`${dependency}:`));
  return line?.split(':')[1]?.trim() ?? '*';
}

const shown = (path: string): string => relative(process.cwd(), path) || '.';

try {
  process.exitCode = await main();
} catch (error) {
  const { code, message, syscall } = error as NodeJS.ErrnoException;
  if (error instanceof SpecError) console.error(`${message}\nNothing was written.`);
  else if (error instanceof ForeignFilesError)
    console.error(
      `${error.files.map((file) => `${shown(file)} was not generated: it is left as it is`).join('\n')}\nNothing was written.`,
    );
  else if (code?.startsWith('ERR_PARSE_ARGS')) console.error(`${message}\n\n${HELP}`);
  else if (syscall !== undefined) console.error(message);
  else throw error;
  process.exitCode = code?.startsWith('ERR_PARSE_ARGS') ? 2 : 1;
}
