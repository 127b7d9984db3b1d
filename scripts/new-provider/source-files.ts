import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { literal } from '../gen/emit/operations.ts';
import { fromModel } from './package-files.ts';
import { PHONE } from './search.ts';
import type { ProviderShape } from './shape.ts';
import { outlineSource, reconcileSource, targetSource } from './target-files.ts';

/** Written into what is made here; these scripts import nothing of it. */
const CORE = '@leadwire/core';

/** The sources of a provider package, by path from the root. */
export function sourceFiles(shape: ProviderShape, root: string): [path: string, text: string][] {
  const files = {
    client: client(shape),
    destinations: fromModel(shape, root, 'src/destinations.ts'),
    errors: errors(shape),
    index: index(shape, root),
    options: fromModel(shape, root, 'src/options.ts'),
    reconcile: reconcileSource(shape),
    target: targetSource(shape),
    'target-outline': outlineSource(shape),
  };
  return Object.entries(files).map(([file, text]) => [`packages/${shape.name}/src/${file}.ts`, text]);
}

/** How a request carries the credential, as an entry of the client's definition. */
function carries({ credential: { name, option, place } }: ProviderShape): string[] {
  if (place === 'bearer') return ['headersOf: bearer(credential),'];
  const named = `named(credential, '${name}', '${option}')`;
  return place === 'header' ? [`headersOf: ${named},`] : ['headersOf: () => ({}),', `queryOf: ${named},`];
}

/** The one call by which a client is checked. */
function check({ reads }: ProviderShape): string {
  if (reads === undefined)
    return `check: () =>
      Promise.resolve({ ok: false, operationId: '', reached: false, credentials: 'unknown', status: undefined, drift: [], clockOffsetMs: undefined }),`;
  const { id, ...asked } = reads;
  const given = Object.entries(asked).map(
    ([part, value]) => `, ${part}: ${literal(value).replace(PHONE, '+14155550100')}`,
  );
  return `check: (given) => checkClient(core, { operation: '${id}'${given.join('')} }, given),`;
}

function client(shape: ProviderShape): string {
  const { create, credential, Name, name, reads, title } = shape;
  const fromCore = [
    credential.place === 'bearer' ? 'bearer' : 'named',
    'type Client',
    ...(reads === undefined ? [] : ['checkClient']),
    'createClient',
    'credentialMark',
    'lazyTarget',
  ];
  return `import type { LeadTarget, ProviderClient, Resources } from '${CORE}';
import { ${fromCore.join(', ')} } from '${CORE}/provider';
import { api, type ${Name}Client, type ${Name}Operations } from '@leadwire/generated-${name}';
import { hints, readFailure } from './errors.ts';
import { type ${Name}Options, readOptions } from './options.ts';
import { reconcileCreate } from './reconcile.ts';
import { outlineOf } from './target-outline.ts';

/** The client of ${title}: all operations by resource, \`raw\`, \`check\`, and \`target\` for neutral leads. */
export interface ${Name} extends Resources<${Name}Operations>, ProviderClient<${Name}Client> {
  /** A destination for neutral leads, made by \`${create.id}\`. */
  target(): LeadTarget;
}

/**
 * A client of ${title}. Experimental.
 * @throws LeadwireError of kind \`misconfigured\` when the credential is missing or the address is not safe
 */
export function create${Name}(options: ${Name}Options = {}): ${Name} {
  const { credential, common } = readOptions(options);
  const core: Client<${Name}Operations, ${Name}Client> = createClient(api, common, {
    credentialMark: credentialMark(credential),
    ${carries(shape).join('\n    ')}
    readFailure,
    hints,
    reconcile: { '${create.id}': (lost) => reconcileCreate(core, lost) },
  });
  return {
    ...core.resources,
    raw: core.raw,
    ${check(shape)}
    target: () => {
      const outline = outlineOf(core);
      return lazyTarget(core, outline, async () => (await import('./target.ts')).createTarget(core, outline));
    },
  };
}
`;
}

const errors = ({ credential, title }: ProviderShape): string =>
  `import type { ProviderFailure } from '${CORE}/provider';

/** assumption: ${title} responds with a code of its own beside the status. */
export function readFailure(_status: number, body: unknown): ProviderFailure {
  const { code } = (body ?? {}) as { code?: unknown };
  return typeof code === 'string' ? { code } : {};
}

export const hints = {
  unauthorized: 'Check ${credential.variable}.',
} as const;
`;

function index(shape: ProviderShape, root: string): string {
  const { name, schemas } = shape;
  const core = readFileSync(join(root, 'packages/core/src/index.ts'), 'utf8');
  // A name that both export is this provider's own.
  const both = schemas.filter((schema) => new RegExp(`\\b${schema}\\b`).test(core)).sort();
  const own = `export type * from '@leadwire/generated-${name}';\n`;
  const lines =
    both.length === 0 ? own : `${own}export type { ${both.join(', ')} } from '@leadwire/generated-${name}';\n`;
  return fromModel(shape, root, 'src/index.ts').replace(own, lines);
}
