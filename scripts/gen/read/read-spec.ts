import { statSync } from 'node:fs';
import { upgrade } from '@scalar/openapi-upgrader';
import { SpecError, type SpecFault, shown } from '../fault.ts';
import { mend } from '../mend/mend.ts';
import { type OpenedDocument, openDocument } from './document.ts';
import { assumedEffect } from './effects.ts';
import { lintExtensions, lintSpec } from './lint.ts';
import { METHODS, type OpenApi, resolveLocal, type SpecOperation } from './open-api.ts';
import { operationId } from './operation-ids.ts';
import { unsendable } from './unsendable.ts';

/** A document in the form that code is generated from. */
export interface Spec {
  document: OpenApi;
  operations: SpecOperation[];
  /** Absolute paths of all files that it was read from. */
  files: string[];
  /** What was mended, each with its line. */
  warnings: SpecFault[];
  /** Operations that were left out. */
  skipped: SpecFault[];
  /** Operations whose effect class was assumed. */
  assumed: SpecOperation[];
}

/** How a document that is not ours is read. */
export interface ReadOptions {
  /** Absolute path of an OpenAPI Overlay to apply first. */
  overlay?: string | undefined;
  /** Refuses an operation without an effect class. @default false */
  strictEffects?: boolean;
  /** Leaves out operations that cannot be sent. @default false */
  skipUnsupported?: boolean;
}

/**
 * Reads one of our own specs, which keeps every rule of redocly.yaml.
 * @param file - absolute path of the root document
 * @throws SpecError naming file and line of every fault
 */
export async function readOwnSpec(file: string): Promise<Spec> {
  const opened = await open(file);
  refuse(await lintSpec(file));
  return operationsOf(opened, { strictEffects: true, skipUnsupported: false }, []);
}

/**
 * Reads any OpenAPI document of version 2 or 3: upgraded to 3.1, its slips mended with a warning.
 * @param file - absolute path of the root document
 * @throws SpecError naming file and line of what cannot be generated from
 */
export async function readAnySpec(file: string, options: ReadOptions = {}): Promise<Spec> {
  const opened = await open(file);
  const document = upgrade(opened.document as never, '3.1') as OpenApi;
  if (options.overlay !== undefined) {
    const { applyOverlay } = await import('./overlay.ts');
    await applyOverlay(document, options.overlay);
  }
  const warnings: SpecFault[] = [];
  mend(document, (steps, message) => warnings.push({ ...opened.placeOf(steps), message }));
  refuse(await lintExtensions(document, opened.placeOf));
  return operationsOf({ ...opened, document }, options, warnings);
}

async function open(file: string): Promise<OpenedDocument> {
  if (!statSync(file, { throwIfNoEntry: false })?.isFile())
    throw new SpecError([{ file: shown(file), line: 1, message: 'no such file' }]);
  return openDocument(file);
}

function refuse(faults: readonly SpecFault[]): void {
  if (faults.length > 0) throw new SpecError(faults);
}

function operationsOf({ document, files, placeOf }: OpenedDocument, options: ReadOptions, warnings: SpecFault[]): Spec {
  const found = allOperations(document);
  const assumed = found.filter(({ operation }) => operation['x-leadwire-effect'] === undefined);
  const at = ({ path, verb }: SpecOperation) => placeOf(['paths', path, verb]);
  if (options.strictEffects)
    refuse(assumed.map((known) => ({ ...at(known), message: `${nameOf(known)} has no x-leadwire-effect` })));
  for (const known of assumed) known.operation['x-leadwire-effect'] = assumedEffect(document, known).effect;

  const skipped = found.flatMap((known) => {
    const reason = unsendable(document, known);
    return reason === undefined ? [] : [{ known, fault: { ...at(known), message: `${nameOf(known)} ${reason}` } }];
  });
  const faults = [...skipped.map(({ fault }) => fault), ...otherMethods(document, placeOf)];
  if (!options.skipUnsupported) refuse(faults);
  const left = new Set(skipped.map(({ known }) => known));
  for (const { path, verb } of left) delete resolveLocal(document, document.paths?.[path] ?? {})[verb];
  const operations = found.filter((known) => !left.has(known));
  if (operations.length === 0 && faults.length === 0 && Object.keys(document.webhooks ?? {}).length === 0)
    throw new SpecError([{ ...placeOf([]), message: 'has no operation and no webhook' }]);
  return { document, operations, files, warnings, skipped: faults, assumed };
}

const nameOf = ({ id, verb, path }: SpecOperation): string => `${id} (${verb.toUpperCase()} ${path})`;

/** OpenAPI 3.2 has QUERY, and methods by any name; a client of openapi-fetch has neither. */
function otherMethods(document: OpenApi, placeOf: OpenedDocument['placeOf']): SpecFault[] {
  return Object.entries(document.paths ?? {}).flatMap(([path, written]) => {
    const { additionalOperations = {}, query } = resolveLocal(document, written ?? {}) as OtherMethods;
    const more = Object.keys(additionalOperations).map((method) => [method, ['additionalOperations', method]] as const);
    return [...(query === undefined ? [] : [['QUERY', ['query']] as const]), ...more].map(([method, steps]) => ({
      ...placeOf(['paths', path, ...steps]),
      message: `${method} ${path} uses a method that is not supported`,
    }));
  });
}

interface OtherMethods {
  readonly query?: unknown;
  readonly additionalOperations?: Readonly<Record<string, unknown>>;
}

function allOperations(document: OpenApi): SpecOperation[] {
  const taken = new Set<string>();
  const found: SpecOperation[] = [];
  for (const [path, written] of Object.entries(document.paths ?? {})) {
    const item = resolveLocal(document, written ?? {});
    for (const verb of METHODS) {
      const operation = item[verb];
      if (operation === undefined) continue;
      const { id } = operationId(operation, verb, path, taken);
      const dot = id.indexOf('.');
      found.push({ id, resource: id.slice(0, dot), method: id.slice(dot + 1), verb, path, item, operation });
    }
  }
  return found;
}
