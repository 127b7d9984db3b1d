// @ts-check
import { entries, follow } from './operations.mjs';

/** @import { Context, Place } from './operations.mjs' */

/**
 * The field that a path leads to: `data.rows`, `leads[].notes`, `$` for the value itself.
 * @param {Context} ctx
 * @param {Place | undefined} schema
 * @param {string} path
 * @param {'some' | 'every'} [by] - whether one kind of a union with that field is enough, or each must have it
 * @returns {Place | undefined} undefined where there is none; a place with the node `{}` where any name will do
 */
export function fieldAt(ctx, schema, path, by = 'every') {
  const steps = path === '$' ? [] : (path.match(/\[\]|[^.[\]]+/g) ?? []);
  return steps.reduce((at, step) => inside(ctx, at, step, by), schema);
}

/**
 * @param {Context} ctx
 * @param {Place | undefined} schema
 * @param {string} step
 * @param {'some' | 'every'} by
 * @returns {Place | undefined}
 */
function inside(ctx, schema, step, by) {
  if (!schema) return undefined;
  const { node, location } = schema;
  /** @param {string} keyword */
  const child = (keyword) => follow(ctx, node[keyword], location.child([keyword]));
  if (step === '[]' && node.items !== undefined) return child('items');
  if (Object.hasOwn(node.properties ?? {}, step))
    return follow(ctx, node.properties[step], location.child(['properties', step]));
  for (const part of entries(ctx, node.allOf, location.child(['allOf']))) {
    const found = inside(ctx, part, step, by);
    if (found) return found;
  }
  for (const keyword of ['anyOf', 'oneOf']) {
    const kinds = [...entries(ctx, node[keyword], location.child([keyword]))].filter(
      ({ node: { type } }) => type !== 'null',
    );
    const found = insideKinds(ctx, kinds, step, by);
    if (found) return found;
  }
  const others = node.additionalProperties;
  if (step === '[]' || others === undefined || others === false) return undefined;
  return others === true ? { ...schema, node: {} } : child('additionalProperties');
}

/**
 * @param {Context} ctx
 * @param {Place[]} kinds
 * @param {string} step
 * @param {'some' | 'every'} by
 * @returns {Place | undefined}
 */
function insideKinds(ctx, kinds, step, by) {
  const found = kinds.map((kind) => inside(ctx, kind, step, by)).filter((place) => place !== undefined);
  return by === 'some' || found.length === kinds.length ? found[0] : undefined;
}

/**
 * @param {Context} ctx
 * @param {Place | undefined} schema
 * @returns {boolean}
 */
export function isArray(ctx, schema) {
  if (!schema) return false;
  const { node, location } = schema;
  if ([node.type].flat().includes('array')) return true;
  const keyword = node.anyOf ? 'anyOf' : 'oneOf';
  const kinds = [...entries(ctx, node[keyword], location.child([keyword]))].filter((kind) => kind.node.type !== 'null');
  return kinds.length > 0 && kinds.every((kind) => isArray(ctx, kind));
}
