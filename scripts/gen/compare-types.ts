import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';
import { emitFiles } from './emit/emit.ts';
import { jsonTypes } from './names/fields.ts';
import { type NamedSpec, nameSchemas } from './names/name-schemas.ts';
import {
  type MediaTypes,
  type OpenApi,
  resolveLocal,
  type Schema,
  type SpecOperation,
  successesOf,
} from './read/open-api.ts';
import type { Spec } from './read/read-spec.ts';

const TSC = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url));

/** One body, query or response whose type is not the one that openapi-typescript gives it. */
interface TypeDifference {
  /** `leads.create body` */
  readonly what: string;
  readonly how: 'accepts more' | 'accepts less' | 'is another';
}

/** How the types of all bodies, queries and responses compare with openapi-typescript's own of the same document. */
interface TypeComparison {
  readonly compared: number;
  readonly differences: readonly TypeDifference[];
  /** Whatever else the compiler said. */
  readonly errors: readonly string[];
}

// Known differences, all wanted, and taken out of the comparison:
// - a field with a default may be left out of a request, and an empty object schema is any object: two options of openapi-typescript;
// - `x-leadwire-open-enum` accepts values that it does not list;
// - what is optional in a request may be `undefined`, so `exactOptionalPropertyTypes` is off.
const OPTIONS = { defaultNonNullable: false, emptyObjectsUnknown: true, silent: true };

/**
 * Compiles both beside each other in a folder, and asks the compiler whether each is assignable to the other.
 * @param change - what a test makes of the types first
 */
export async function compareTypes(
  spec: Spec,
  folder: string,
  change: (ours: string) => string = (ours) => ours,
): Promise<TypeComparison> {
  mkdirSync(join(folder, 'ours'), { recursive: true });
  const versions = { openapiFetch: '*', zod: '*' };
  const { files } = emitFiles(spec, { name: 'compared', source: 'document', versions });
  writeFileSync(join(folder, 'ours/types.ts'), change(files.get('types.ts') ?? ''));
  const theirs = await openapiTS(withoutOpenEnums(spec.document) as never, OPTIONS);
  writeFileSync(join(folder, 'theirs.ts'), astToString(theirs));
  const checks = checksOf(nameSchemas(spec, 'compared'));
  const lines = checks.map(({ ours, theirs }, index) => `export const c${index}: Check<${ours}, ${theirs}> = 'same';`);
  writeFileSync(join(folder, 'compare.ts'), [HEAD, ...lines].join('\n'));
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: COMPILER, include: ['compare.ts'] }));
  const { stdout } = spawnSync(process.execPath, [TSC, '-p', folder, '--pretty', 'false'], {
    ...{ cwd: folder, encoding: 'utf8', maxBuffer: 1e9 },
  });
  const first = HEAD.split('\n').length + 1;
  const differences: TypeDifference[] = [];
  const errors: string[] = [];
  for (const line of stdout.split('\n').filter((text) => text.includes('error TS'))) {
    const [, at = '', how] =
      /^compare\.ts\((\d+),.* to type '"(accepts more|accepts less|is another)"'/.exec(line) ?? [];
    const check = checks[Number(at) - first];
    if (how === undefined || check === undefined) errors.push(line);
    else differences.push({ what: check.what, how: how as TypeDifference['how'] });
  }
  return { compared: checks.length, differences, errors };
}

const HEAD = `import type * as t from './ours/types.ts';
import type { paths } from './theirs.ts';
type Given<T> = Exclude<T, undefined>;
type Check<Ours, Theirs> = [Ours] extends [Theirs]
  ? [Theirs] extends [Ours] ? 'same' : 'accepts less'
  : [Theirs] extends [Ours] ? 'accepts more' : 'is another';`;

const COMPILER = {
  ...{ target: 'es2023', lib: ['es2024', 'dom'], module: 'nodenext', strict: true },
  ...{ noEmit: true, allowImportingTsExtensions: true, skipLibCheck: true, types: [] },
};

function withoutOpenEnums(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withoutOpenEnums);
  if (typeof node !== 'object' || node === null) return node;
  const isOpen = (node as Schema)['x-leadwire-open-enum'] === true;
  const kept = Object.entries(node).filter(([key]) => !(isOpen && key === 'enum'));
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutOpenEnums(inner)]));
}

interface TypeCheck {
  readonly what: string;
  readonly ours: string;
  readonly theirs: string;
}

function checksOf(spec: NamedSpec): TypeCheck[] {
  return spec.operations.flatMap((known) => {
    const types = spec.types.get(known.id);
    if (types === undefined) return [];
    const { id, operation } = known;
    const at = `paths[${JSON.stringify(known.path)}][${JSON.stringify(known.verb)}]`;
    const body = operation.requestBody && resolveLocal(spec.document, operation.requestBody);
    const mediaTypes = mediaTypesOf(body);
    const results = resultsOf(spec.document, known, at);
    return [
      ...(types.query === undefined
        ? []
        : [{ what: `${id} query`, ours: `t.${types.query}`, theirs: `Given<${at}['parameters']['query']>` }]),
      ...(types.media?.kind !== 'json' || types.body === undefined || mediaTypes.length !== 1
        ? []
        : [
            {
              what: `${id} body`,
              ours: `t.${types.body}`,
              theirs: content(`Given<${at}['requestBody']>`, mediaTypes[0]),
            },
          ]),
      ...(types.results.length === 0 || results.length === 0
        ? []
        : [
            {
              what: `${id} result`,
              ours: types.results.map((name) => `t.${name}`).join(' | '),
              theirs: results.join(' | '),
            },
          ]),
    ];
  });
}

const mediaTypesOf = (media: MediaTypes | undefined): string[] =>
  Object.entries(media?.content ?? {}).flatMap(([name, one]) => (jsonTypes({ [name]: one }).length > 0 ? [name] : []));

const content = (holder: string, mediaType = ''): string => `${holder}['content'][${JSON.stringify(mediaType)}]`;

function resultsOf(document: OpenApi, { operation }: SpecOperation, at: string): string[] {
  return successesOf(operation).flatMap(([status, response]) => {
    const key = /^\d+$/.test(status) ? status : JSON.stringify(status);
    return mediaTypesOf(resolveLocal(document, response)).map((name) => content(`${at}['responses'][${key}]`, name));
  });
}
