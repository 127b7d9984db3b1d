import { nameSchemas, type OperationTypes } from '../gen/names/name-schemas.ts';
import { camelCase, typeName } from '../gen/names/names.ts';
import type { OpenApi, SpecOperation } from '../gen/read/open-api.ts';
import type { Spec } from '../gen/read/read-spec.ts';
import { IDENTIFIER, type PlacedFields, placedFields } from './lead-fields.ts';
import { type Known, readSearch, type Search, schemaNamed } from './search.ts';

/** What a provider package is made from. */
export interface ProviderShape {
  readonly name: string;
  /** `AcmeCrm` for `acme-crm`, as it stands in the names of types. */
  readonly Name: string;
  /** `acmeCrm`, the name of a constant. */
  readonly constant: string;
  /** The name as the key of an object. */
  readonly key: string;
  readonly title: string;
  /** Names of the schemas that the generated package exports. */
  readonly schemas: readonly string[];
  readonly create: Create;
  readonly search: Search | undefined;
  /** The operation that changes a lead by its id, and the path parameter that takes the id. */
  readonly update: { readonly id: string; readonly param: string } | undefined;
  /** An operation that reads, and what it is asked for by `check()`. */
  readonly reads:
    | {
        readonly id: string;
        readonly query?: unknown;
        readonly body?: unknown;
      }
    | undefined;
  readonly credential: CredentialShape;
}

interface Create extends PlacedFields {
  readonly id: string;
  /** `leads` */
  readonly resource: string;
  readonly bodyType: string;
  readonly resultType: string;
  readonly status: number;
  readonly path: string;
  readonly effect: string;
  /** A repeat finds the lead that is there. */
  readonly folds: boolean;
  /** Its response says whether the lead was there before. */
  readonly tells: boolean;
  /** The header that makes a repeat the same request. */
  readonly keyHeader: string | undefined;
}

/** How a credential is given and sent. */
interface CredentialShape {
  /** The option that takes it: `accessToken`. */
  readonly option: string;
  readonly variable: string;
  readonly place: 'bearer' | 'header' | 'query';
  /** The header or the query parameter that carries it. */
  readonly name: string;
}

/** A request that cannot be fulfilled, in a sentence for whoever made it. */
export class Refusal extends Error {}

/** @throws Refusal where the spec has no create that a target can be made from, or no credential that a request carries */
export function readShape(name: string, spec: Spec): ProviderShape {
  const { document, operations, types } = nameSchemas(spec, name);
  const known = operations.flatMap((operation): Known[] => {
    const found = types.get(operation.id);
    return found === undefined ? [] : [{ document, operation, types: found }];
  });
  const create = readCreate(document, known);
  const search = known.map(readSearch).find((found) => found !== undefined);
  const update = readUpdate(create, known);
  if (create.tells && update === undefined)
    throw refused(
      `says that ${create.id} is ${create.effect}, and has no operation ${create.resource}.update by id: a lead that is there could not be updated`,
    );
  if (create.effect === 'conflict-key' && search === undefined)
    throw refused(
      `says that ${create.id} is conflict-key, and has no operation that reads leads by their phone: the one that is there could not be found`,
    );
  const list = known.find((each) => each.operation.verb === 'get' && takesNothing(each.types));
  const asked = search && { id: search.id, [search.in]: search.asked };
  return {
    name,
    Name: typeName(name),
    constant: camelCase(name),
    key: IDENTIFIER.test(name) ? name : `'${name}'`,
    // It stands in comments and in texts.
    title: document.info.title.replaceAll(/[`'"\\\r\n]|\*\//g, ' ').trim(),
    schemas: Object.keys(document.components?.schemas ?? {}),
    create,
    search,
    update,
    reads: list === undefined ? asked : { id: list.operation.id },
    credential: readCredential(name, document),
  };
}

const refused = (what: string): Refusal => new Refusal(`The spec ${what}.`);

const takesNothing = ({ client, headers, path, queryParameters }: OperationTypes): boolean =>
  path.length === 0 &&
  client.length === 0 &&
  ![...queryParameters, ...headers].some(({ name, required }) => required === true && !isKey(name));

/** The client fills it by itself. */
const isKey = (header: string): boolean => /^(x-)?idempotency-key$/i.test(header);

/** The classes of creates that a target is written for. */
const CLASSES = ['unguarded', 'keyed', 'conflict-key', 'natural-key', 'safe-repeat'];

function readCreate(document: OpenApi, known: readonly Known[]): Create {
  const creates = known.flatMap((each) => {
    const placed = placedFields(document, schemaNamed(document, each.types.body));
    return each.operation.method === 'create' && placed !== undefined ? [{ ...each, placed }] : [];
  });
  const [found = undefined] = creates.length === 1 ? creates : creates.filter(isOfLeads);
  if (found === undefined && creates.length > 1)
    throw refused(`has several operations that create, and none is leads.create or contacts.create: ${idsOf(creates)}`);
  if (found === undefined)
    throw refused(
      'has no operation RESOURCE.create whose body has a field with x-leadwire-phone at its top, or in an object there',
    );
  const { operation, placed, types } = found;
  const { id, path, resource } = operation;
  const effect = effectOf(operation);
  if (!takesNothing(types)) throw refused(`says that ${id} needs a parameter beside its body: copy packages/hubspot`);
  const [resultType] = types.results;
  if (resultType === undefined || schemaNamed(document, resultType).properties?.id === undefined)
    throw refused(`has no field id in what ${id} responds with: nothing else proves that a lead was made`);
  return {
    ...{ id, resource, path, bodyType: types.body ?? '', resultType, status: statusOf(operation), ...placed },
    effect,
    folds: effect === 'natural-key' || effect === 'safe-repeat',
    tells: effect === 'natural-key' || effect === 'conflict-key',
    keyHeader: effect === 'keyed' ? types.headers.find(({ name }) => isKey(name))?.name : undefined,
  };
}

/** @throws Refusal for a class that no target is written for */
function effectOf({ id, operation }: SpecOperation): string {
  const effect = String(operation['x-leadwire-effect']);
  if (!CLASSES.includes(effect))
    throw refused(
      `says that ${id} is ${effect}: new-provider knows ${CLASSES.join(', ')}. Copy packages/autocalls for dup-flag`,
    );
  const statuses = Object.keys(operation.responses ?? {});
  if (effect === 'natural-key' && !(statuses.includes('200') && statuses.includes('201')))
    throw refused(
      `says that ${id} is natural-key, and does not tell by 200 and 201 whether the lead was there: call it safe-repeat, or copy packages/topcalls`,
    );
  return effect;
}

function readUpdate({ resource }: Create, known: readonly Known[]): ProviderShape['update'] {
  const found = known.find(({ operation }) => operation.id === `${resource}.update`);
  const [param, ...more] = found?.types.path ?? [];
  return found === undefined || param === undefined || more.length > 0
    ? undefined
    : { id: found.operation.id, param: param.name };
}

const isOfLeads = ({ operation }: Known): boolean => /^(leads|contacts)$/.test(operation.resource);
const idsOf = (known: readonly Known[]): string => known.map(({ operation }) => operation.id).join(', ');

const statusOf = ({ operation }: SpecOperation): number => {
  const statuses = Object.keys(operation.responses ?? {}).filter((status) => /^2\d\d$/.test(status));
  return Number(statuses.includes('201') ? 201 : (statuses[0] ?? 201));
};

function readCredential(name: string, document: OpenApi): CredentialShape {
  const [scheme = ''] = Object.keys(document.security?.[0] ?? {});
  const schemes = document.components?.securitySchemes as Record<string, Record<string, string>> | undefined;
  const security = schemes?.[scheme];
  const { in: place, name: called = '', scheme: kind, type } = security ?? {};
  const isKeyed = type === 'apiKey' && (place === 'header' || place === 'query');
  if (!isKeyed && !(type === 'http' && kind?.toLowerCase() === 'bearer'))
    throw refused('has no security of its own that is a bearer token, or an apiKey in a header or the query');
  const option = camelCase(scheme);
  return {
    option,
    variable: `${name.replaceAll('-', '_')}_${option.replaceAll(/([A-Z])/g, '_$1')}`.toUpperCase(),
    place: isKeyed ? (place as 'header' | 'query') : 'bearer',
    name: called,
  };
}
