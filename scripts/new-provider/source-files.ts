import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProviderShape } from './shape.ts';
import { outlineSource, reconcileSource, targetSource } from './target-files.ts';

/** Written into what is made here; these scripts import nothing of it. */
const CORE = '@leadwire/core';

/** The sources of a provider package, by path from the root. */
export function sourceFiles(shape: ProviderShape, root: string): [path: string, text: string][] {
  const core = readFileSync(join(root, 'packages/core/src/index.ts'), 'utf8');
  const files = {
    client: client(shape),
    destinations: destinations(shape),
    errors: errors(shape),
    index: index(shape, core),
    options: options(shape),
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
  const given = Object.entries(asked).map(([part, value]) => `, ${part}: ${JSON.stringify(value)}`);
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

const destinations = ({ credential: { option, variable }, key, Name, title }: ProviderShape): string =>
  `import { type Destination, secretVariables } from '${CORE}/provider';

/** Ways for leads into ${title}. */
export const destinations: { readonly ${key}: Destination } = {
  ${key}: {
    credentials: secretVariables('${variable}', 'Made in the settings of ${title} (assumption).'),
    options: {},
    // assumption
    callsAtOnce: false,
    async open({ client, secret }) {
      const { create${Name} } = await import('./client.ts');
      const opened = create${Name}({ ...client, ${option}: secret('${variable}') });
      return { client: opened, target: opened.target() };
    },
  },
};
`;

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

function index({ Name, name, schemas }: ProviderShape, core: string): string {
  // A name that both export is this provider's own.
  const both = schemas.filter((schema) => new RegExp(`\\b${schema}\\b`).test(core)).sort();
  return `// Every type that a call takes or returns is exported here, so that a program needs this package alone.
export type * from '${CORE}';
export { isLeadwireError, LeadwireError, loadPhoneMetadata } from '${CORE}';
export type * from '@leadwire/generated-${name}';
${both.length === 0 ? '' : `export type { ${both.join(', ')} } from '@leadwire/generated-${name}';\n`}export type { ${Name} } from './client.ts';
export { create${Name} } from './client.ts';
export type { ${Name}Options } from './options.ts';
`;
}

const options = ({ credential: { option, variable }, Name, name, title }: ProviderShape): string =>
  `import type { ClientOptions, Credential } from '${CORE}';
import { type KeyOptions, readKeyOptions } from '${CORE}/provider';
import { api } from '@leadwire/generated-${name}';

/** Options of {@link create${Name}}. */
export interface ${Name}Options extends ClientOptions {
  /**
   * The credential of ${title}: the text, or a function that fetches it.
   * @default the environment variable \`${variable}\`
   */
  readonly ${option}?: Credential | undefined;
}

/** assumption: a careful start, settable. */
const limits = [{ limit: 2, perMs: 1_000 }];

export const readOptions = (options: ${Name}Options): KeyOptions =>
  readKeyOptions(options, options.${option}, {
    api,
    limits,
    option: '${option}',
    variable: '${variable}',
    where: 'Made in the settings of ${title} (assumption).',
  });
`;
