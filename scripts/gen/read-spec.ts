import { statSync } from 'node:fs';
import { bundle, createConfig } from '@redocly/openapi-core';
import { EFFECTS, extensionFaults } from './extensions.ts';
import { SpecError, type SpecFault } from './fault.ts';
import { METHODS, type Method, type OpenApi, type Operation, type PathItem, resolveLocal } from './open-api.ts';
import { operationFaults } from './operation-faults.ts';
import { placeOf, readSpecFiles, type SpecFiles, shown } from './spec-files.ts';
import { structureFaults } from './structure.ts';
import { unreadableFaults } from './unreadable.ts';

/** One operation of a spec, with its path and its name taken apart. */
export interface SpecOperation {
  id: string;
  resource: string;
  method: string;
  verb: Method;
  path: string;
  item: PathItem;
  operation: Operation;
}

export interface Spec {
  document: OpenApi;
  operations: SpecOperation[];
}

/**
 * Reads a spec with all the files it refers to into one document, and refuses what cannot be generated from.
 * @param file - absolute path of the root document
 * @throws SpecError naming file, line and name of every fault
 */
export async function readSpec(file: string): Promise<Spec> {
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) throw fault(file, 1, 'no such file');
  const files = readSpecFiles(file);
  refuseOtherFormats(file, files);
  // In this order: what comes later takes for granted that the earlier is in order.
  refuse(unreadableFaults(files));
  const document = await whole(file, files);
  const { operations, faults } = readOperations(document, file, files);
  refuse([...faults, ...extensionFaults(files)]);
  if (operations.length === 0) throw fault(file, 1, 'no operation to generate');
  return { document, operations };
}

/** The document with all that it refers to in it. */
async function whole(file: string, files: SpecFiles): Promise<OpenApi> {
  try {
    refuse(await structureFaults(file, files));
    const { bundle: bundled } = await bundle({ ref: file, config: await createConfig({}) });
    return bundled.parsed as OpenApi;
  } catch (cause) {
    if (cause instanceof SpecError) throw cause;
    throw fault(file, 1, `cannot be read: ${(cause as Error).message}`);
  }
}

function refuse(faults: readonly SpecFault[]): void {
  if (faults.length > 0) throw new SpecError(faults);
}

const fault = (file: string, line: number, message: string): SpecError =>
  new SpecError([{ file: shown(file), line, message }]);

/** Swagger 2 and OpenAPI 3.0 say null and bounds in other words: read as 3.1 they would generate wrong code. */
function refuseOtherFormats(file: string, files: SpecFiles): void {
  const version = files.get(file)?.document.get('openapi');
  if (typeof version === 'string' && /^3\.1(\.|$)/.test(version)) return;
  const { line } = placeOf(files, file, ['openapi']);
  const said = typeof version === 'number' ? `${version}, a number: write '3.1.0'` : (version ?? 'missing');
  throw fault(file, line, `no OpenAPI 3.1 document (openapi: ${said})`);
}

function readOperations(document: OpenApi, file: string, files: SpecFiles) {
  const operations: SpecOperation[] = [];
  const faults: SpecFault[] = [];
  const seen = new Map<string, string>();
  for (const [path, item] of Object.entries(document.paths ?? {})) {
    const verbs = resolveLocal(document, item ?? {});
    for (const verb of METHODS) {
      if (!(verb in verbs)) continue;
      const operation = verbs[verb] ?? {};
      const name = `${verb.toUpperCase()} ${path}`;
      const refuse = (message: string, ...inside: string[]) =>
        faults.push({ ...placeOf(files, file, ['paths', path, verb, ...inside]), message });
      const id = operation.operationId === undefined ? '' : String(operation.operationId);
      if (id === '') {
        refuse(`${name} has no operationId`);
        continue;
      }
      if (!/^[a-z][A-Za-z0-9]*\.[a-z][A-Za-z0-9]*$/.test(id))
        refuse(`operationId '${id}' of ${name} is not 'resource.method'`, 'operationId');
      const other = seen.get(id);
      if (other !== undefined) refuse(`operationId '${id}' of ${name} is taken by ${other}`, 'operationId');
      seen.set(id, name);
      const effect = operation['x-leadwire-effect'];
      if (effect === undefined) refuse(`${id} (${name}) has no x-leadwire-effect`);
      else if (!(EFFECTS as readonly string[]).includes(effect))
        refuse(`${id} (${name}): x-leadwire-effect '${effect}' is none of ${EFFECTS.join(', ')}`, 'x-leadwire-effect');
      for (const { message, inside = [] } of operationFaults(document, { path, item: verbs, operation }))
        refuse(`${id} (${name}) ${message}`, ...inside);
      const dot = id.indexOf('.');
      operations.push({ id, resource: id.slice(0, dot), method: id.slice(dot + 1), verb, path, item, operation });
    }
  }
  return { operations, faults };
}
