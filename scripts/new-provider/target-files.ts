import { literal } from '../gen/emit/operations.ts';
import type { LeadPart } from './lead-fields.ts';
import { PHONE } from './search.ts';
import type { ProviderShape } from './shape.ts';

const CORE = '@leadwire/core';

/** A field of a body, in the object that holds it. */
const inBody = ({ within }: ProviderShape['create'], field: string): string =>
  within === undefined ? `body.${field}` : `body.${within}?.${field}`;

function lookupOf({ create }: ProviderShape): string {
  const { email, phone } = create.fields;
  const of = (field: string | undefined) => (field === undefined ? [] : [`${field}: ${inBody(create, field)}`]);
  return `omitEmpty({ ${[...of(phone), ...of(email)].join(', ')} })`;
}

/** `reconcile.ts`: what happened to a create whose response was lost. */
export function reconcileSource(shape: ProviderShape): string {
  const { create, Name, name, search } = shape;
  if (search === undefined) return withoutSearch(shape);
  const items = search.items === undefined ? '' : `['${search.items}']`;
  const list = search.items === undefined ? '(leads) => leads' : `(page) => page['${search.items}']`;
  const madeAt =
    search.created === undefined
      ? '// Nothing shows when a lead was made, so a match proves nothing.\n    madeAt: () => undefined,'
      : `madeAt: (match) => match.${search.created.name},`;
  const asked = literal(search.asked).replace(JSON.stringify(PHONE), "phone ?? ''");
  const shown = `match.${search.within === undefined ? '' : `${search.within}?.`}${search.phone}`;
  return `import { type Client, createLeadSearch, type LeadSearch, type LostCall, type ReconcileResult } from '${CORE}/provider';
import type { ${Name}Operations, ${create.bodyType} as Body, ${search.resultType} as Found } from '@leadwire/generated-${name}';

type Core = Pick<Client<${Name}Operations, unknown>, 'run' | 'provider'>;
type Match = NonNullable<NonNullable<Found${items}>[number]>;

/** Leads by their phone. */
export const searchOf = (core: Core): LeadSearch<Match> =>
  createLeadSearch<Found, Match>(core, {
    ask: ({ phone }, options) => core.run('${search.id}', { ${search.in}: ${asked}, options }),
    list: ${list},
    shown: (match) => ({ phone: ${shown} }),
    ${madeAt}
  });

/** A lost create: the lead with this phone that was made since. */
export function reconcileCreate(core: Core, lost: LostCall): Promise<ReconcileResult> {
  const body = lost.body as Body;
  return searchOf(core).reconcile(lost, { phone: ${inBody(create, create.fields.phone)} });
}
`;
}

/** Without a search by phone: a repeat folds, or a person must look. */
function withoutSearch(shape: ProviderShape): string {
  const { create, name } = shape;
  if (create.folds)
    return `import type { ReconcileResult } from '${CORE}/provider';

/** A lost create is sent again: the provider folds repeats. */
export const reconcileCreate = async (_core: unknown, _lost: unknown): Promise<ReconcileResult> => ({ kind: 'resend' });
`;
  return `import { type LostCall, omitEmpty, type ReconcileResult } from '${CORE}/provider';
import type { ${create.bodyType} as Body } from '@leadwire/generated-${name}';

/** A lost create: no operation looks a lead up by its phone, so a person must. */
export async function reconcileCreate(_core: unknown, lost: LostCall): Promise<ReconcileResult> {
  const body = lost.body as Body;
  return { kind: 'parked', lookup: ${lookupOf(shape)}, reason: 'the response was lost, and nothing can look it up' };
}
`;
}

/** The name of a lead, in the one field or the two that the provider has for it. */
function nameFields({ firstName, lastName, name }: Readonly<Partial<Record<LeadPart, string>>>): string[] {
  if (firstName !== undefined && lastName !== undefined)
    return [`${firstName}: splitName(lead).firstName,`, `${lastName}: splitName(lead).lastName,`];
  const one = name ?? firstName ?? lastName;
  return one === undefined ? [] : [`${one}: fullName(lead),`];
}

const PLAIN = ['email', 'company', 'jobTitle', 'notes', 'source', 'ref'] as const;

/** What an update of a lead that exists sends: all but what identifies a person. */
function changeOf({ create: { fields, within }, update }: ProviderShape): string {
  if (update === undefined) return '';
  const identity = [fields.phone, fields.email].flatMap((field) =>
    field === undefined ? [] : [`${field}: _${field}`],
  );
  const changes = within === undefined ? 'changes' : `{ ${within}: changes }`;
  return `
    // Phone and e-mail identify a person: an update never changes them.
    changeOf: (_lead, body) => {
      const { ${identity.join(', ')}, ...changes } = ${within === undefined ? 'body' : `body.${within} ?? {}`};
      return {
        fields: Object.keys(changes),
        send: (id, options) => core.run('${update.id}', { path: { '${update.param}': id }, body: ${changes}, options }),
      };
    },`;
}

/** What a create came to, and, where the provider tells that a lead was there before, which fields were left alone. */
function arrivesAs({ folds, tells }: ProviderShape['create']): string {
  // A repeat that finds a lead may have found the one that the lost first send made.
  const certainty = folds
    ? "certainty: lostAt(meta?.attempts ?? []) === undefined ? certainty : 'probable'"
    : 'certainty';
  const given = folds ? ', meta' : '';
  if (!tells)
    return `toArrived: ({ id }, { certainty, lead${given} }) =>
      arrived('created', id ?? undefined, { ${certainty}, unsupported: unsupported(lead) }),`;
  const existed = folds ? '(existed || meta?.status === 200)' : 'existed';
  return `toArrived: ({ id }, { body, certainty, existed, lead${given} }) =>
      arrived(${existed} ? 'existed' : 'created', id ?? undefined, {
        ${certainty},
        unchanged: ${existed} ? leftAlone(body) : [],
        unsupported: unsupported(lead),
      }),
    leftAlone,`;
}

/** `target-outline.ts`: what is known of a target before its code is loaded. */
export function outlineSource({ create, search }: ProviderShape): string {
  const can = [...(create.tells ? ['update'] : []), ...(search === undefined ? [] : ['find'])];
  return `import { accountPlaceOf, type Runner, type TargetOutline } from '${CORE}/provider';

/** What is known of the target before its code is loaded. */
export const outlineOf = (core: Runner): TargetOutline => ({
  account: accountPlaceOf(core),
  effect: '${create.effect}',
  can: [${can.map((method) => `'${method}'`).join(', ')}],
});
`;
}

/** `target.ts`: neutral leads, in the provider's terms. */
export function targetSource(shape: ProviderShape): string {
  const { create, Name, name, search, title } = shape;
  const { fields, folds, id, tells, within } = create;
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
  const fromCore = ['arrived', 'type Client', 'omitEmpty', 'type TargetOutline', 'unsupportedParts'];
  if (names.length === 1) fromCore.push('fullName');
  if (names.length === 2) fromCore.push('splitName');
  if (create.folds) fromCore.push('lostAt');
  return `import type { FieldNote, LeadTarget, Lead as NeutralLead } from '${CORE}';
import { ${fromCore.join(', ')} } from '${CORE}/provider';
import { createLeadTarget } from '${CORE}/target';
import type { ${create.resultType} as Answer, ${create.bodyType} as Body, ${Name}Operations } from '@leadwire/generated-${name}';
import { reconcileCreate${search === undefined ? '' : ', searchOf'} } from './reconcile.ts';

export function createTarget(core: Client<${Name}Operations, unknown>, outline: TargetOutline): LeadTarget {
  return createLeadTarget<Body, Answer>(core, {
    ...outline,
    operation: '${id}',
    resumesBy: '${folds ? 'resend' : 'look-up'}',
    unsupported,
    toBody,
    lookupOf: (body) => ${lookupOf(shape)},
    idOf: ({ id }) => id ?? undefined,
    ${arrivesAs(create)}
    reconcile: (lost) => reconcileCreate(core, lost),${tells ? changeOf(shape) : ''}${search === undefined ? '' : '\n    find: searchOf(core).find,'}
  });
}
${tells ? `\nconst leftAlone = (body: Body): string[] => Object.keys(${within === undefined ? 'body' : `body.${within} ?? {}`});\n` : ''}
/** Parts of a neutral lead that no field of \`${id}\` holds. */
const unsupported = (lead: NeutralLead): FieldNote[] =>
  unsupportedParts(
    lead,
    [${lost.map((part) => `'${part}'`).join(', ')}],
    '${title} has no such field: put it in a field of your own',
  );

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
