import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { stringifyYaml } from '@redocly/openapi-core';
import { upgrade } from '@scalar/openapi-upgrader';
import { emitFiles } from '../gen/emit/emit.ts';
import { SpecError, shown } from '../gen/fault.ts';
import { REGISTRY, readRegistry } from '../gen/files/registry.ts';
import { openDocument } from '../gen/read/document.ts';
import { METHODS, type OpenApi } from '../gen/read/open-api.ts';
import { operationId } from '../gen/read/operation-ids.ts';
import { readOwnSpec, type Spec } from '../gen/read/read-spec.ts';
import { type Output, runGen } from '../gen/run.ts';
import { providerFiles } from './files.ts';
import { Refusal, readShape } from './shape.ts';

const HELP = `Usage: pnpm new-provider NAME --spec FILE

Writes specs/NAME.yaml, packages/NAME and packages/simulators/src/NAME, adds NAME to ${REGISTRY}, and runs pnpm gen.
FILE is an OpenAPI 3 document in one file, YAML or JSON, that keeps the rules of specs/README.md. Leads are made by an operation RESOURCE.create.`;

const workspace = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/**
 * Runs `pnpm new-provider`. Everything is checked before the first byte is written.
 * @param args - what stands behind `pnpm new-provider`
 * @returns the exit code: 0, 1 where the name or the spec will not do, 2 for wrong usage
 */
export async function runNewProvider(args: string[], output: Output = console): Promise<number> {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        spec: { type: 'string' },
        root: { type: 'string', default: workspace },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    const [name, ...more] = positionals;
    if (values.help) {
      output.log(HELP);
      return 0;
    }
    if (name === undefined || more.length > 0 || values.spec === undefined) {
      output.error(`NAME and --spec FILE are needed.\n\n${HELP}`);
      return 2;
    }
    return await addProvider(name, { spec: resolve(values.spec), root: resolve(values.root) }, output);
  } catch (error) {
    if ((error as { code?: unknown }).code?.toString().startsWith('ERR_PARSE_ARGS')) {
      output.error(`${(error as Error).message}\n\n${HELP}`);
      return 2;
    }
    if (!(error instanceof Refusal || error instanceof SpecError)) throw error;
    output.error(`${error.message}\nNothing was written.`);
    return 1;
  }
}

/**
 * A document as specs/ has it: YAML of OpenAPI 3.1, each operationId as `resource.method`. One of JSON or of 3.0 is written anew; it is read from
 * a folder of its own, beside nothing.
 */
async function asOwnSpec(name: string, spec: string): Promise<OwnSpec> {
  const { document } = await openDocument(spec);
  const text = readFileSync(spec, 'utf8');
  const isAsOurs = /\.ya?ml$/i.test(spec) && /^openapi: ['"]?3\.1/m.test(text);
  const yaml = isAsOurs ? text : stringifyYaml(upgrade(document as never, '3.1'), { noRefs: true, lineWidth: -1 });
  const written = withOwnIds(yaml, document);
  const folder = mkdtempSync(join(tmpdir(), 'leadwire-spec-'));
  const file = join(folder, `${name}.yaml`);
  writeFileSync(file, written);
  const given = isAsOurs ? shown(spec) : `${shown(spec)}, as YAML of OpenAPI 3.1`;
  return { text: written, file, given, folder };
}

interface OwnSpec {
  readonly text: string;
  readonly file: string;
  /** What a fault is told of. */
  readonly given: string;
  readonly folder: string;
}

/** Reads it by the rules of specs/; its faults are those of the file that was given. */
async function readByRules({ file, folder, given }: OwnSpec): Promise<Spec> {
  try {
    return await readOwnSpec(file);
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    throw new SpecError(error.faults.map((fault) => ({ ...fault, file: given })));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Ids of another form (`contact-lists/add-member`) become `contactLists.addMember`; a document without an id is refused by the rules. */
function withOwnIds(yaml: string, { paths = {} }: OpenApi): string {
  const taken = new Set<string>();
  let text = yaml;
  for (const [path, item] of Object.entries(paths))
    for (const verb of METHODS) {
      const operation = item[verb];
      if (operation?.operationId === undefined) continue;
      const { id, isOwn } = operationId(operation, verb, path, taken);
      if (isOwn) continue;
      const own = operation.operationId.replaceAll(/[.*+?^$()|[\]\\{}]/g, '\\$&');
      text = text.replace(new RegExp(`(operationId: *)['"]?${own}['"]?(?=[ ,}]|$)`, 'm'), `$1${id}`);
    }
  return text;
}

/** Where a provider comes from, and the workspace that it is added to; absolute paths. */
interface Places {
  readonly spec: string;
  readonly root: string;
}

async function addProvider(name: string, { spec, root }: Places, output: Output): Promise<number> {
  const ownSpec = `specs/${name}.yaml`;
  checkName(name, { spec, root });
  const own = await asOwnSpec(name, spec);
  const read = await readByRules(own);
  if (read.files.length > 1) throw new Refusal('The spec must be one file: bundle it first, with redocly bundle.');
  const shape = readShape(name, read);
  emitFiles(read, { name, source: ownSpec, versions: { openapiFetch: '*', zod: '*' } });
  const registry = readFileSync(join(root, REGISTRY), 'utf8');
  const files = new Map([
    [ownSpec, own.text],
    ...providerFiles(shape, root),
    [REGISTRY, `${JSON.stringify([...readRegistry(root), name]).replaceAll(',', ', ')}\n`],
  ]);
  for (const [path, text] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const code = await runGen(['--root', root], output);
  if (code !== 0) {
    for (const path of foldersOf(name)) rmSync(join(root, path), { recursive: true, force: true });
    if (spec !== join(root, ownSpec)) rmSync(join(root, ownSpec));
    writeFileSync(join(root, REGISTRY), registry);
    output.error(`pnpm gen failed, so ${name} was taken out again.`);
    return code;
  }
  for (const path of files.keys()) output.log(`${path}: written`);
  if (shape.search === undefined)
    output.log(
      `No operation looks a lead up by its phone: a create of ${name} whose response is lost is always left to a person.`,
    );
  output.log('Next: pnpm install, pnpm lint:fix, pnpm check; then read what is marked "assumption" in the new files.');
  return 0;
}

const foldersOf = (name: string): string[] => [`packages/${name}`, `packages/simulators/src/${name}`];

/** @throws Refusal where the name cannot be that of a new provider, or the spec is not there */
function checkName(name: string, { spec, root }: Places): void {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name))
    throw new Refusal(
      `The name must be lower-case letters and digits with single hyphens, such as acme-crm: ${JSON.stringify(name)} is not.`,
    );
  if (!existsSync(spec)) throw new Refusal(`There is no spec at ${spec}.`);
  const ownSpec = join(root, `specs/${name}.yaml`);
  const taken = [...foldersOf(name), ...(spec === ownSpec ? [] : [`specs/${name}.yaml`])].filter((path) =>
    existsSync(join(root, path)),
  );
  if (readRegistry(root).includes(name)) taken.push(`an entry of ${REGISTRY}`);
  if (taken.length > 0) throw new Refusal(`The name ${name} is taken: there is ${taken.join(', and ')} already.`);
}
