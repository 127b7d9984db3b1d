import { astToString, type GlobalContext, resolveRef, scanDiscriminators, transformSchema } from 'openapi-typescript';
import ts from 'typescript';
import { HELD_TYPE } from '../names/held-types.ts';
import type { NamedSpec } from '../names/name-schemas.ts';
import { NAME_MAPS, type OpenApi, type Parameter, type Schema, schemaOf } from '../read/open-api.ts';

const factory = ts.factory;

/**
 * The types of a spec, by openapi-typescript; its schemas are then separate interfaces,
 * so that an editor shows `LeadCreate` and not `components['schemas']['LeadCreate']`.
 */
export function emitTypes(spec: NamedSpec): string {
  const document = forTypes(spec.document) as never;
  // The document was checked and bundled when it was read: `openapiTS()` would do both again.
  const context: Partial<GlobalContext> = {
    ...OPTIONS,
    discriminators: scanDiscriminators(document, OPTIONS),
    injectFooter: [],
    resolve: ($ref) => resolveRef(document, $ref, { silent: true }),
  };
  const nodes = transformSchema(document, context as GlobalContext).filter((node) => !isWithRequired(node));
  const text = astToString(nodes.flatMap((node) => hoistSchemas(node, spec.sent))).trimEnd();
  return /\bWithRequired</.test(text) ? `${text}\n${WITH_REQUIRED}` : text;
}

/** openapi-typescript's own asks for keys of the type, and the keys of one that may be null are none. */
const WITH_REQUIRED = `type WithRequired<T, K extends PropertyKey> = T extends object ? T & {
    [P in K & keyof T]-?: Exclude<T[P], undefined>;
} : T;`;

const isWithRequired = (node: ts.Node): boolean => ts.isTypeAliasDeclaration(node) && node.name.text === 'WithRequired';

const OPTIONS = {
  defaultNonNullable: false,
  emptyObjectsUnknown: true,
  silent: true,
  transform: (schema: unknown) => heldType(schema as Schema) ?? openEnum(schema as Schema),
};

/** A copy in which what the client fills from its options is optional, and what says nothing of types is left out. */
function forTypes(document: OpenApi): OpenApi {
  const copy = structuredClone(document);
  const seen = new Set<unknown>();
  // Below `properties` the keys are names of fields, and a field may well be called `example` or `properties`.
  const visit = (node: unknown, keysAreNames: boolean): void => {
    if (typeof node !== 'object' || node === null || seen.has(node)) return;
    seen.add(node);
    const loose = node as Record<string, unknown>;
    if (!keysAreNames) prepare(loose);
    for (const [key, inner] of Object.entries(loose)) visit(inner, !keysAreNames && NAME_MAPS.has(key));
  };
  visit(copy, false);
  return copy;
}

function prepare(node: Record<string, unknown>): void {
  if (node['x-leadwire-client-parameter'] === true) node.required = false;
  // The client writes such a parameter itself; openapi-typescript takes it for a text.
  if (typeof node.in === 'string' && node.schema === undefined && node.content !== undefined)
    node.schema = schemaOf(node as unknown as Parameter);
  for (const name of ['example', 'examples']) delete node[name];
  // JSON Schema knows `true` and `false` as schemas, openapi-typescript only as fields.
  for (const name of ['allOf', 'anyOf', 'oneOf', 'prefixItems']) {
    const kinds = node[name];
    if (Array.isArray(kinds)) node[name] = kinds.map((kind) => (typeof kind === 'boolean' ? {} : kind));
  }
  markOpen(node as Schema);
}

/** In `anyOf: [{ enum }, { type: string }]` the second branch is what leaves the first open. */
function markOpen(schema: Schema): void {
  const { anyOf = [] } = schema;
  if (!anyOf.some((kind) => kind.enum !== undefined)) return;
  schema.anyOf = anyOf.map((kind) =>
    Object.keys(kind).join() === 'type' && ['string', 'number', 'integer'].includes(String(kind.type))
      ? { ...kind, 'x-leadwire-open-enum': true }
      : kind,
  );
}

/** A value that JSON cannot hold, by the name of its type. */
function heldType({ [HELD_TYPE]: name, type }: Schema): ts.TypeNode | undefined {
  if (typeof name !== 'string') return undefined;
  const held = factory.createTypeReferenceNode(name);
  return [type].flat().includes('null') ? factory.createUnionTypeNode([held, literalType(null)]) : held;
}

/** `Known | (string & {})`, and the same for numbers: an editor still offers the known values. */
function openEnum(schema: Schema): ts.TypeNode | undefined {
  if (schema['x-leadwire-open-enum'] === true && schema.enum === undefined && typeof schema.type === 'string')
    return openType(schema.type);
  if (schema['x-leadwire-open-enum'] !== true || schema.enum === undefined) return undefined;
  const kinds = new Set(schema.enum.filter((value) => value !== null).map((value) => typeof value));
  const open = [...kinds].map(openType);
  const nullable = Array.isArray(schema.type) && schema.type.includes('null') && !schema.enum.includes(null);
  return factory.createUnionTypeNode([
    ...schema.enum.map(literalType),
    ...open,
    ...(nullable ? [literalType(null)] : []),
  ]);
}

/** `(string & {})`: any text, without swallowing the known values beside it. */
const openType = (type: string): ts.TypeNode =>
  factory.createParenthesizedType(
    factory.createIntersectionTypeNode([
      factory.createKeywordTypeNode(type === 'string' ? ts.SyntaxKind.StringKeyword : ts.SyntaxKind.NumberKeyword),
      factory.createTypeLiteralNode([]),
    ]),
  );

function literalType(value: unknown): ts.TypeNode {
  if (value === null) return factory.createLiteralTypeNode(factory.createNull());
  if (typeof value !== 'number') return factory.createLiteralTypeNode(factory.createStringLiteral(String(value)));
  const digits = factory.createNumericLiteral(Math.abs(value));
  return factory.createLiteralTypeNode(
    value < 0 ? factory.createPrefixUnaryExpression(ts.SyntaxKind.MinusToken, digits) : digits,
  );
}

function hoistSchemas(node: ts.Node, sent: ReadonlySet<string>): ts.Node[] {
  const named = ts.visitNode(node, shortenReferences) as ts.Node;
  if (!ts.isInterfaceDeclaration(named)) return [named];
  if (named.name.text === 'operations') return [ts.visitNode(named, allowUndefinedInQueries) as ts.Node];
  if (named.name.text !== 'components') return [named];
  const hoisted: ts.Node[] = [];
  const members = named.members.map((member) => {
    if (!ts.isPropertySignature(member) || nameOf(member) !== 'schemas' || !member.type) return member;
    if (!ts.isTypeLiteralNode(member.type)) return member;
    const references = member.type.members.map((schema) => {
      if (!ts.isPropertySignature(schema) || !schema.type) return schema;
      const name = nameOf(schema);
      const written = sent.has(name) ? (ts.visitNode(schema.type, allowUndefined) as ts.TypeNode) : schema.type;
      const declared = ts.isTypeLiteralNode(written)
        ? factory.createInterfaceDeclaration([exported()], name, undefined, undefined, written.members)
        : factory.createTypeAliasDeclaration([exported()], name, undefined, written);
      hoisted.push(withComments(declared, schema));
      const type = factory.createTypeReferenceNode(name);
      return factory.createPropertySignature(undefined, schema.name, undefined, type);
    });
    return factory.createPropertySignature(
      undefined,
      member.name,
      undefined,
      factory.createTypeLiteralNode(references),
    );
  });
  return [...hoisted, factory.createInterfaceDeclaration(named.modifiers, named.name, undefined, undefined, members)];
}

/** An optional field of a request may be given as `undefined`, under `exactOptionalPropertyTypes` too: it is not sent. */
function allowUndefined(node: ts.Node): ts.Node {
  const visited = ts.visitEachChild(node, allowUndefined, undefined);
  if (!ts.isPropertySignature(visited) || visited.questionToken === undefined || visited.type === undefined)
    return visited;
  const type = factory.createUnionTypeNode([
    ...(ts.isUnionTypeNode(visited.type) ? visited.type.types : [visited.type]),
    factory.createKeywordTypeNode(ts.SyntaxKind.UndefinedKeyword),
  ]);
  const { modifiers, name, questionToken } = visited;
  return withComments(factory.updatePropertySignature(visited, modifiers, name, questionToken, type), visited);
}

/** The query of an operation as openapi-fetch takes it. */
function allowUndefinedInQueries(node: ts.Node): ts.Node {
  if (!ts.isPropertySignature(node) || nameOf(node) !== 'query' || node.type?.kind !== ts.SyntaxKind.TypeLiteral)
    return ts.visitEachChild(node, allowUndefinedInQueries, undefined);
  const { modifiers, name, questionToken } = node;
  const type = ts.visitNode(node.type, allowUndefined) as ts.TypeNode;
  return withComments(factory.updatePropertySignature(node, modifiers, name, questionToken, type), node);
}

const exported = () => factory.createModifier(ts.SyntaxKind.ExportKeyword);

const nameOf = (member: ts.PropertySignature): string =>
  ts.isIdentifier(member.name) || ts.isStringLiteral(member.name) ? member.name.text : '';

/** Synthetic comments stay with the node that they were made for. */
function withComments<T extends ts.Node>(to: T, from: ts.Node): T {
  const comments = ts.getSyntheticLeadingComments(from);
  return comments ? ts.setSyntheticLeadingComments(to, comments) : to;
}

/** `components["schemas"]["Lead"]` as `Lead`. */
function shortenReferences(node: ts.Node): ts.Node {
  if (ts.isIndexedAccessTypeNode(node)) {
    const inner = node.objectType;
    if (
      ts.isIndexedAccessTypeNode(inner) &&
      ts.isTypeReferenceNode(inner.objectType) &&
      ts.isIdentifier(inner.objectType.typeName) &&
      inner.objectType.typeName.text === 'components' &&
      literalOf(inner.indexType) === 'schemas'
    ) {
      const name = literalOf(node.indexType);
      if (name !== undefined) return factory.createTypeReferenceNode(name);
    }
  }
  return ts.visitEachChild(node, shortenReferences, undefined);
}

const literalOf = (node: ts.TypeNode): string | undefined =>
  ts.isLiteralTypeNode(node) && ts.isStringLiteral(node.literal) ? node.literal.text : undefined;
