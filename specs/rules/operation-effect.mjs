// @ts-check
import { fieldAt } from './field-at.mjs';
import { entries, follow, operations } from './operations.mjs';
import { bodySchemas } from './schemas.mjs';

/** @import { Context, Operation } from './operations.mjs' */

const effects = [
  'read',
  'safe-repeat',
  'natural-key',
  'conflict-key',
  'keyed',
  'dup-flag',
  'queued-upsert',
  'unguarded',
];

// `notes_append`, `fields.created_on.to`, `leads[].notes`.
const bodyPath = /^[^.[\]\s]+(\[\])?(\.[^.[\]\s]+(\[\])?)*$/;

/**
 * Whether a call may be sent again is read from its effect class, so none may be without.
 * @param {{ required?: boolean }} [options]
 */
export default function operationEffect({ required = true } = {}) {
  return {
    /**
     * @param {any} paths
     * @param {Context} ctx
     */
    Paths(paths, ctx) {
      for (const at of operations(ctx, paths)) {
        const { operation, location } = at;
        const effect = operation['x-leadwire-effect'];
        const here = location.child(['x-leadwire-effect']).key();
        if (!effects.includes(effect) && (required || effect !== undefined))
          ctx.report({ message: `\`x-leadwire-effect\` must be one of: ${effects.join(', ')}.`, location: here });
        if (effect === 'keyed' && !takesKey(ctx, at))
          ctx.report({ message: 'A `keyed` operation must declare the header `Idempotency-Key`.', location: here });
        checkUnguardedWhen(ctx, at);
      }
    },
  };
}

/**
 * @param {Context} ctx
 * @param {Operation} at
 */
function takesKey(ctx, { operation, location, item }) {
  return [{ node: operation, location }, item].some((holder) =>
    [...entries(ctx, holder.node.parameters, holder.location.child(['parameters']))].some(
      ({ node }) => node.in === 'header' && /^idempotency-key$/i.test(node.name),
    ),
  );
}

/**
 * @param {Context} ctx
 * @param {Operation} at
 */
function checkUnguardedWhen(ctx, { operation, location: holder }) {
  const location = holder.child(['x-leadwire-unguarded-when']);
  const cases = operation['x-leadwire-unguarded-when'];
  if (cases === undefined) return;
  if (!Array.isArray(cases) || cases.length === 0) {
    ctx.report({ message: '`x-leadwire-unguarded-when` must be a list with at least one entry.', location });
    return;
  }
  for (const [index, conditions] of cases.entries()) {
    const wrong = wrongCondition(conditions);
    if (wrong) {
      ctx.report({ message: wrong, location: location.child([index]) });
      continue;
    }
    const bodies = [...bodySchemas(ctx, follow(ctx, operation.requestBody, holder.child(['requestBody'])))];
    for (const path of Object.keys(conditions)) {
      if (bodies.some((body) => fieldAt(ctx, body, path, 'some'))) continue;
      ctx.report({ message: `\`${path}\` is not a field of the request body.`, location: location.child([index]) });
    }
  }
}

/** @param {any} conditions */
function wrongCondition(conditions) {
  if (!isMap(conditions) || Object.keys(conditions).length === 0) {
    return 'An entry must be a map from body path to condition.';
  }
  for (const [path, condition] of Object.entries(conditions)) {
    if (!bodyPath.test(path)) return `\`${path}\` is not a path into a body.`;
    if (!isCondition(condition))
      return `\`${path}\` must be \`{ present: true }\`, \`{ present: false }\` or \`{ equals: …, orAbsent: true }\`.`;
  }
  return undefined;
}

/** @param {any} condition */
function isCondition(condition) {
  if (!isMap(condition)) return false;
  const { present, equals, orAbsent, ...unknown } = condition;
  if (Object.keys(unknown).length > 0) return false;
  if (equals === undefined) return typeof present === 'boolean' && orAbsent === undefined;
  return present === undefined && typeof equals !== 'object' && (orAbsent === undefined || orAbsent === true);
}

/** @param {any} value */
function isMap(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
