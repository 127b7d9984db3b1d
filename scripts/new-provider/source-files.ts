import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LeadPart } from './lead-fields.ts';
import type { ProviderShape } from './shape.ts';

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
    reconcile: reconcile(shape),
    target: target(shape),
  };
  return Object.entries(files).map(([file, text]) => [`packages/${shape.name}/src/${file}.ts`, text]);
}

function client({ create, credential, Name, name, reads, title }: ProviderShape): string {
  const { header, option } = credential;
  const sends = header === undefined ? 'bearer' : 'inHeader';
  const fromCore = ['type Client', 'createClient', 'credentialMark', ...(reads ? ['checkClient'] : [])];
  fromCore.push(header === undefined ? 'bearer' : 'headerText');
  const asked =
    reads &&
    `{ operation: '${reads.id}'${reads.query ? `, query: ${JSON.stringify(reads.query)}` : ''}${reads.body ? `, body: ${JSON.stringify(reads.body)}` : ''} }`;
  const check = reads
    ? `check: (given) => checkClient(core, ${asked}, given),`
    : `check: () => Promise.resolve({ ok: false, operationId: '', reached: false, credentials: 'unknown', status: undefined, drift: [], clockOffsetMs: undefined }),`;
  const what = reads
    ? `one read-only call (\`${reads.id}\`), sent once`
    : 'not known, as no operation of it only reads';
  return `import type { CallOptions, ClientCheck, ${header === undefined ? '' : 'Credential, '}LeadTarget, Resources } from '${CORE}';
import { ${fromCore.join(', ')} } from '${CORE}/provider';
import { api, type ${Name}Client, type ${Name}Operations } from '@leadwire/generated-${name}';
import { hints, readFailure } from './errors.ts';
import { type ${Name}Options, readOptions } from './options.ts';
import { reconcileCreate } from './reconcile.ts';
import { createTarget } from './target.ts';

/** The client of ${title}: all operations by resource, \`raw\`, and \`target\` for neutral leads. */
export interface ${Name} extends Resources<${Name}Operations> {
  /** The openapi-fetch client, with credentials, retries and limits applied. */
  readonly raw: ${Name}Client;
  /** Whether the client is set up right: ${what}. Never rejects. */
  check(options?: Pick<CallOptions, 'signal' | 'timeoutMs' | 'deadlineMs'>): Promise<ClientCheck>;
  /** A destination for neutral leads, made by \`${create.id}\`. */
  target(): LeadTarget;
}

/**
 * A client of ${title}. Experimental.
 * @throws LeadwireError of kind \`misconfigured\` when the credential is missing or the address is not safe
 */
export function create${Name}(options: ${Name}Options = {}): ${Name} {
  const { ${option}, common } = readOptions(options);
  const core: Client<${Name}Operations, ${Name}Client> = createClient(api, common, {
    account: undefined,
    credentialMark: credentialMark(${option}),
    headersOf: ${sends}(${option}),
    readFailure,
    hints,
    reconcile: { '${create.id}': (lost) => reconcileCreate(core, lost) },
  });
  return {
    ...core.resources,
    raw: core.raw,
    ${check}
    target: () => createTarget(core),
  };
}
${
  header === undefined
    ? ''
    : `
const inHeader = (credential: Credential) => async (): Promise<Record<string, string>> => ({
  '${header}': headerText(typeof credential === 'string' ? credential : await credential(), '${option}'),
});
`
}`;
}

const destinations = ({ credential: { option, variable }, Name, name, title }: ProviderShape): string =>
  `import type { Destination } from '${CORE}/provider';

/** Ways for leads into ${title}. */
export const destinations: { readonly ${name}: Destination } = {
  ${name}: {
    credentials: {
      ids: [],
      secrets: [[{ variable: '${variable}', where: 'Made in the settings of ${title} (assumption).' }]],
    },
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
import { fromEnvironment, type ResolvedOptions, requireCredential, resolveOptions } from '${CORE}/provider';
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
const STARTING_RATE = [{ limit: 2, perMs: 1_000 }];

export function readOptions(options: ${Name}Options): { ${option}: Credential; common: ResolvedOptions } {
  return {
    ${option}: requireCredential(options.${option} ?? fromEnvironment('${variable}'), {
      provider: '${name}',
      option: '${option}',
      variable: '${variable}',
      where: 'Made in the settings of ${title} (assumption).',
    }),
    common: resolveOptions(options, { provider: '${name}', own: { ${option}: true }, baseUrl: api.server, limits: STARTING_RATE }),
  };
}
`;

/** A field of a body, in the object that holds it. */
const inBody = ({ within }: ProviderShape['create'], field: string): string =>
  within === undefined ? `body.${field}` : `body.${within}?.${field}`;

const lookupOf = ({ create }: ProviderShape): string => {
  const { email, phone } = create.fields;
  const of = (field: string | undefined) => (field === undefined ? [] : [`${field}: ${inBody(create, field)}`]);
  return `omitEmpty({ ${[...of(phone), ...of(email)].join(', ')} })`;
};

function reconcile(shape: ProviderShape): string {
  const { create, Name, name, search } = shape;
  const { phone } = create.fields;
  if (search === undefined)
    return `import { type LostCall, omitEmpty, type ReconcileResult } from '${CORE}/provider';
import type { ${create.bodyType} as Body } from '@leadwire/generated-${name}';

/** A lost create: no operation looks a lead up by its phone, so a person must. */
export async function reconcileCreate(_core: unknown, lost: LostCall): Promise<ReconcileResult> {
  const body = lost.body as Body;
  return { kind: 'parked', lookup: ${lookupOf(shape)}, reason: 'the response was lost, and nothing can look it up' };
}
`;
  const items = search.items === undefined ? '' : `['${search.items}']`;
  const list =
    search.items === undefined
      ? 'found.value ?? []'
      : `(found.value as Partial<Found> | undefined)?.${search.items} ?? []`;
  const since =
    search.created === undefined
      ? `
/** Nothing shows when a lead was made, so a match proves nothing. */
const madeSince = (_match: Match, _sinceMs: number): boolean => false;
`
      : `
/** A time without a zone, or none at all, proves nothing: then a person must look. */
function madeSince(match: Match, sinceMs: number): boolean {
  const made = typeof match.${search.created} === 'string' ? parseProviderTime(match.${search.created}) : undefined;
  return made?.zoneKnown === true && made.ms >= sinceMs;
}
`;
  const more = search.created === undefined ? '' : ' parseProviderTime,';
  return `import type { CallOptions, CallResult } from '${CORE}';
import { CLOCK_SLACK_MS, type Client, clockOffsetMs, isSameNumber, type LostCall, omitEmpty,${more} type ReconcileResult } from '${CORE}/provider';
import type { ${Name}Operations, ${create.bodyType} as Body, ${search.resultType} as Found } from '@leadwire/generated-${name}';

type Core = Pick<Client<${Name}Operations, unknown>, 'run' | 'provider'>;
type Match = NonNullable<Found${items}>[number];

/**
 * A lost create: the one lead with this phone that was made since is ours most likely. Where none is found, or several, a person must look: a
 * lead that was not seen is not a lead that is not there.
 */
export async function reconcileCreate(core: Core, lost: LostCall): Promise<ReconcileResult> {
  const body = lost.body as Body;
  const lookup = ${lookupOf(shape)};
  const phone = ${inBody(create, phone)};
  if (!phone) return { kind: 'parked', lookup, reason: 'the response was lost, and without a phone it cannot be looked up' };
  const found = await findByPhone(core, phone, lost.options);
  if (!found.ok) return { kind: 'open', lookup, error: found.error };
  const firstSentAt = lost.firstSentAt + clockOffsetMs(found.meta.headers, core.provider.options.clock.now());
  const recent = found.value.filter((match) => madeSince(match, firstSentAt - CLOCK_SLACK_MS));
  const others = new Set(await lost.options.confirmedElsewhere?.(recent.map(({ id }) => String(id))));
  const [only, ...more] = recent.filter(({ id }) => !others.has(String(id)));
  if (only !== undefined && more.length === 0) return { kind: 'found', value: only };
  const reason = only === undefined ? 'no new lead fits so far' : \`\${more.length + 1} new leads fit\`;
  return { kind: 'parked', lookup, reason: \`the response was lost, and \${reason}\` };
}

/** The leads of the first page that show this phone, whatever the provider made of the filter. */
export async function findByPhone(core: Core, phone: string, options: CallOptions): Promise<CallResult<Match[]>> {
  const found = await core.run('${search.id}', { ${search.in}: ${search.param === 'phone' ? '{ phone }' : `{ '${search.param}': phone }`}, options });
  if (!found.ok) return found;
  const matches: readonly Match[] = ${list};
  return { ...found, value: matches.filter((match) => isSameNumber(match.${search.within === undefined ? '' : `${search.within}?.`}${search.phone}, phone)) };
}
${since}`;
}

/** The name of a lead, in the one field or the two that the provider has for it. */
function nameFields({ firstName, lastName, name }: Readonly<Partial<Record<LeadPart, string>>>): string[] {
  if (firstName !== undefined && lastName !== undefined)
    return [`${firstName}: splitName(lead).firstName,`, `${lastName}: splitName(lead).lastName,`];
  const one = name ?? firstName ?? lastName;
  return one === undefined ? [] : [`${one}: fullName(lead),`];
}

const PLAIN = ['email', 'company', 'jobTitle', 'notes', 'source', 'ref'] as const;

function target(shape: ProviderShape): string {
  const { create, Name, name, search, title } = shape;
  const { fields, id, within } = create;
  const names = nameFields(fields);
  const rows = [
    ...names,
    ...PLAIN.flatMap((part) => (fields[part] === undefined ? [] : [`${fields[part]}: lead.${part},`])),
  ];
  const lost = [
    ...(names.length > 0 ? [] : ['name', 'firstName', 'lastName']),
    ...PLAIN.filter((part) => fields[part] === undefined),
    'tags',
  ];
  const fromCore = ['arrived', 'type Client', 'createLeadTarget', 'omitEmpty'];
  if (names.length === 1) fromCore.push('fullName');
  if (names.length === 2) fromCore.push('splitName');
  if (search !== undefined) fromCore.push('checkLead', 'ok');
  const find = `
    find: async (lead, call = {}) => {
      const { phone } = await checkLead(lead, options);
      if (phone === undefined) return ok(undefined);
      const found = await findByPhone(core, phone, call);
      if (!found.ok) return found;
      const [first] = found.value;
      return ok(first && { id: String(first.id) });
    },`;
  return `import { type FieldNote, type LeadTarget, LeadwireError, type Lead as NeutralLead } from '${CORE}';
import { ${fromCore.join(', ')} } from '${CORE}/provider';
import type { ${create.resultType} as Answer, ${create.bodyType} as Body, ${Name}Operations } from '@leadwire/generated-${name}';
import { ${search === undefined ? '' : 'findByPhone, '}reconcileCreate } from './reconcile.ts';

export function createTarget(core: Client<${Name}Operations, unknown>): LeadTarget {
  const { options } = core.provider;
  if (options.account === undefined) throw noAccount();
  return createLeadTarget<Body, Answer>(core, {
    account: \`\${new URL(options.baseUrl).host}/\${options.account}\`,
    operation: '${id}',
    effect: 'unguarded',
    resumesBy: 'look-up',
    unsupported,
    toBody,
    lookupOf: (body) => ${lookupOf(shape)},
    idOf: ({ id }) => id ?? undefined,
    toArrived: ({ id }, { certainty, lead }) =>
      arrived('created', id ?? undefined, { certainty, unsupported: unsupported(lead) }),
    reconcile: (lost) => reconcileCreate(core, lost),${search === undefined ? '' : find}
  });
}

/** A ledger must find its rows again after the credential was replaced, so a credential does not name the account. */
const noAccount = (): LeadwireError =>
  new LeadwireError('misconfigured', '${name}: the account of the target is missing', {
    provider: '${name}',
    issues: [{ path: 'account', message: 'is missing', code: 'missing-account' }],
    hint: 'Pass account: a name of the account that stays the same when its credential is replaced.',
  });

/** Parts of a neutral lead that no field of \`${id}\` holds. */
const UNSUPPORTED = [${lost.map((part) => `'${part}'`).join(', ')}] as const;

const unsupported = (lead: NeutralLead): FieldNote[] =>
  UNSUPPORTED.filter((field) => lead[field] !== undefined && lead[field]?.length !== 0).map((field) => ({
    field,
    reason: '${title} has no such field: put it in a field of your own',
  }));

/** The neutral lead as ${title} takes it; \`fields\` name further ones. Pure. */
const toBody = (lead: NeutralLead): Body =>
  ({${within === undefined ? '' : `\n    ${within}: {`}
    ...lead.fields,
    ...omitEmpty({
      ${rows.join('\n      ')}
    }),
    ${fields.phone}: lead.phone,${within === undefined ? '' : '\n    },'}
  }) as Body;
`;
}
