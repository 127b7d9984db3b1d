// @ts-check
import { entries, follow } from './operations.mjs';

/** @import { Context, Location, Place } from './operations.mjs' */

const mapsOfSchemas = ['properties', 'patternProperties', 'dependentSchemas'];
const listsOfSchemas = ['allOf', 'anyOf', 'oneOf', 'prefixItems'];
// Not `not` and `if`: they say what to look for, and no value is made of them.
const singleSchemas = [
  'additionalProperties',
  'contains',
  'else',
  'items',
  'propertyNames',
  'then',
  'unevaluatedItems',
  'unevaluatedProperties',
];

/**
 * Hands every schema reachable from this one to `visit`, once.
 * @param {Context} ctx
 * @param {Place | undefined} schema
 * @param {Set<any>} seen - kept by the rule over a whole document, so that a shared schema is reported once
 * @param {(schema: Place) => void} visit
 */
export function walkSchemas(ctx, schema, seen, visit) {
  if (!schema || seen.has(schema.node)) return;
  seen.add(schema.node);
  visit(schema);
  const { node, location } = schema;
  for (const keyword of [...mapsOfSchemas, ...listsOfSchemas]) {
    for (const child of entries(ctx, node[keyword], location.child([keyword]))) walkSchemas(ctx, child, seen, visit);
  }
  for (const keyword of singleSchemas) {
    walkSchemas(ctx, follow(ctx, node[keyword], location.child([keyword])), seen, visit);
  }
}

/**
 * The schemas of what a request carries: its body, and the parameters of its operation and of its path.
 * @param {Context} ctx
 * @param {{ operation: any, location: Location, item: Place }} at
 */
export function* requestSchemas(ctx, { operation, location, item }) {
  const body = follow(ctx, operation.requestBody, location.child(['requestBody']));
  if (body) yield* contentSchemas(ctx, body);
  for (const holder of [{ node: operation, location }, item]) {
    for (const parameter of entries(ctx, holder.node.parameters, holder.location.child(['parameters']))) {
      yield follow(ctx, parameter.node.schema, parameter.location.child(['schema']));
    }
  }
}

/**
 * The schemas of what an operation answers: bodies and headers, at every status.
 * @param {Context} ctx
 * @param {{ operation: any, location: Location }} at
 */
export function* responseSchemas(ctx, { operation, location }) {
  for (const response of entries(ctx, operation.responses, location.child(['responses']))) {
    yield* contentSchemas(ctx, response);
    for (const header of entries(ctx, response.node.headers, response.location.child(['headers']))) {
      yield follow(ctx, header.node.schema, header.location.child(['schema']));
    }
  }
}

/**
 * The schemas of the JSON that a body or a response holds.
 * @param {Context} ctx
 * @param {Place | undefined} holder
 */
export function* bodySchemas(ctx, holder) {
  if (!holder) return;
  for (const media of entries(ctx, holder.node.content, holder.location.child(['content']))) {
    if (/^application\/(.+\+)?json *(;|$)/i.test(media.key))
      yield follow(ctx, media.node.schema, media.location.child(['schema']));
  }
}

/**
 * @param {Context} ctx
 * @param {Place} holder - a request body or a response
 */
function* contentSchemas(ctx, holder) {
  for (const media of entries(ctx, holder.node.content, holder.location.child(['content']))) {
    yield follow(ctx, media.node.schema, media.location.child(['schema']));
  }
}
