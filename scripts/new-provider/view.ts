import { literal } from '../gen/emit/operations.ts';
import { IDENTIFIER } from './lead-fields.ts';
import { PHONE } from './search.ts';
import type { ProviderShape } from './shape.ts';

/** What the templates are filled with: the shape of a provider, and its values as source text. */
export function viewOf(shape: ProviderShape): object {
  const { create, credential, reads, search } = shape;
  const { place } = credential;
  return {
    ...shape,
    credential: {
      ...credential,
      isBearer: place === 'bearer',
      inHeader: place === 'header',
      inQuery: place === 'query',
    },
    create: { ...create, ...bodyView(create), ...outcomeView(create) },
    reads: reads && { id: reads.id, given: askedBy(reads) },
    search: search && {
      ...search,
      asked: literal(search.asked).replace(JSON.stringify(PHONE), "phone ?? ''"),
      keys: literal(search.at),
    },
    simulator: simulatorView(shape),
  };
}

/** What `check()` asks for beside the operation. */
const askedBy = ({ id: _, ...asked }: NonNullable<ProviderShape['reads']>): string =>
  Object.entries(asked)
    .map(([part, value]) => `, ${part}: ${literal(value).replace(PHONE, '+14155550100')}`)
    .join('');

const PLAIN = ['email', 'company', 'jobTitle', 'notes', 'source', 'ref'] as const;

/** Where a body holds the parts of a neutral lead, and which it does not hold. */
function bodyView({ fields, within }: ProviderShape['create']) {
  const inBody = (field: string) => (within === undefined ? `body.${field}` : `body.${within}?.${field}`);
  const identity = [fields.phone, fields.email].filter((field) => field !== undefined);
  const names = nameFields(fields);
  const plain = PLAIN.flatMap((part) =>
    fields[part] === undefined ? [] : [{ field: fields[part], value: `lead.${part}` }],
  );
  const unheld = [
    ...(names.length > 0 ? [] : ['name', 'firstName', 'lastName']),
    ...PLAIN.filter((part) => fields[part] === undefined),
    'tags',
  ];
  return {
    fieldsInBody: within === undefined ? 'body' : `body.${within} ?? {}`,
    held: [...names, ...plain],
    identity: identity.map((field) => `${field}: _${field}`).join(', '),
    lookup: identity.map((field) => `${field}: ${inBody(field)}`).join(', '),
    nameHelper: ['', 'fullName, ', 'splitName, '][names.length],
    phoneInBody: inBody(fields.phone),
    unheld: literal(unheld),
  };
}

/** The name of a lead, in the one field or the two that the provider has for it. */
function nameFields({ firstName, lastName, name }: ProviderShape['create']['fields']) {
  if (firstName !== undefined && lastName !== undefined)
    return [
      { field: firstName, value: 'splitName(lead).firstName' },
      { field: lastName, value: 'splitName(lead).lastName' },
    ];
  const one = name ?? firstName ?? lastName;
  return one === undefined ? [] : [{ field: one, value: 'fullName(lead)' }];
}

/** A repeat that finds a lead may have found the one that the lost first send made. */
const outcomeView = ({ effect, folds }: ProviderShape['create']) => ({
  repeated: saidOfRepeats({ effect, folds }),
  certainty: folds ? "certainty: lostAt(meta?.attempts ?? []) === undefined ? certainty : 'probable'" : 'certainty',
  existed: folds ? '(existed || meta?.status === 200)' : 'existed',
});

function saidOfRepeats({ effect, folds }: Pick<ProviderShape['create'], 'effect' | 'folds'>): string {
  if (folds) return 'gives the lead that is there: a second send makes no second lead';
  if (effect === 'conflict-key') return 'refuses it with 409: a second send makes no second lead';
  return 'folds nothing: a second send makes a second lead';
}

/** What the vendor does with a lead that is there already, and how a record shows its phone. */
function simulatorView({ create, credential, name, search }: ProviderShape) {
  const { effect, fields, folds, keyHeader, resource, status, within } = create;
  const conflict = effect === 'conflict-key' ? "() => failure(409, 'Exists already')" : undefined;
  const found = effect === 'natural-key' ? 200 : status;
  const readsPhone = search !== undefined || folds || conflict !== undefined;
  const phone =
    within === undefined
      ? `record.${fields.phone}`
      : `(record.${within} as ResourceRecord | undefined)?.${fields.phone}`;
  return {
    createdStatus: status === 201 ? undefined : status,
    credentialHeader: credential.name.toLowerCase(),
    keyHeader: keyHeader?.toLowerCase(),
    leadsAre: resource === 'leads' ? '' : `; \`leads\` are the ${resource}`,
    member: IDENTIFIER.test(name) ? `.${name}` : `['${name}']`,
    namesRecord: search !== undefined || within !== undefined,
    onSame: folds ? `(held, show) => show(held, ${found})` : conflict,
    readsPhone: readsPhone && phone,
    singular: resource.replace(/s$/, ''),
  };
}
