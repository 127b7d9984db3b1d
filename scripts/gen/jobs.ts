import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { EmitOptions, Emitted } from './emit/emit.ts';
import { SpecError, shown } from './fault.ts';
import { filesBelow, readCache, writeCache } from './files/cache.ts';
import type { ReadOptions, Spec } from './read/read-spec.ts';

const here = dirname(fileURLToPath(import.meta.url));
export const workspace: string = resolve(here, '../..');

/** One document, and the folder that its package is written into; absolute paths. */
export interface Job {
  readonly spec: string;
  readonly out: string;
  readonly options: EmitOptions;
}

/** A job for each spec of a workspace. */
export function workspaceJobs(root: string): Job[] {
  const specs = readdirSync(join(root, 'specs')).filter((file) => file.endsWith('.yaml'));
  const versions = { openapiFetch: 'catalog:published', zod: 'catalog:published', own: release() };
  return specs.sort().map((file) => {
    const name = basename(file, '.yaml');
    return {
      spec: join(root, 'specs', file),
      out: join(root, 'generated', name),
      options: { name, source: `specs/${file}`, rootConfig: '../../tsconfig.json', versions },
    };
  });
}

/** The job of any document, which is named after its file. */
export function anyJob(spec: string, out: string): Job {
  const name = basename(spec)
    .replace(/\.(ya?ml|json)$/i, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');
  const versions = { openapiFetch: catalogVersion('openapi-fetch'), zod: catalogVersion('zod') };
  return { spec, out, options: { name: name || 'api', source: basename(spec), versions } };
}

/** All packages are released together, so a generated one has the version of core. */
function release(): string {
  const manifest = readFileSync(join(workspace, 'packages/core/package.json'), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

function catalogVersion(dependency: string): string {
  const catalog = readFileSync(join(workspace, 'pnpm-workspace.yaml'), 'utf8');
  return new RegExp(`^ +${dependency}: *(\\S+)`, 'm').exec(catalog)?.[1] ?? '*';
}

/** The files of one of our own specs; one that has not changed is not read again. */
export async function emitOwn(job: Job): Promise<Map<string, string>> {
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
  const rules = await filesBelow(join(workspace, 'specs', 'rules'));
  const sources = [...(await filesBelow(here)), ...rules, join(workspace, 'pnpm-lock.yaml')];
  return [JSON.stringify(options), process.version, ...sources.map((file) => readFileSync(file, 'utf8'))].join('\0');
}

/** The files of a document that is not ours, and what there is to say of it. */
export async function emitAny(job: Job, read: ReadOptions): Promise<Emitted & { readonly spec: Spec }> {
  const { readAnySpec } = await import('./read/read-spec.ts');
  const spec = await readAnySpec(job.spec, read);
  return { spec, ...(await emit(spec, job)) };
}

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
