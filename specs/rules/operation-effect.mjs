// @ts-check
import { operations } from './operations.mjs';

/** @import { Context, Location } from './operations.mjs' */

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

/** Whether a call may be sent again is read from its effect class, so none may be without. */
export default function operationEffect() {
  return {
    /**
     * @param {any} paths
     * @param {Context} ctx
     */
    Paths(paths, ctx) {
      for (const { operation, location } of operations(ctx, paths)) {
        if (!effects.includes(operation['x-leadwire-effect'])) {
          ctx.report({
            message: `\`x-leadwire-effect\` must be one of: ${effects.join(', ')}.`,
            location: location.child(['x-leadwire-effect']).key(),
          });
        }
        checkUnguardedWhen(ctx, operation, location.child(['x-leadwire-unguarded-when']));
      }
    },
  };
}

/**
 * @param {Context} ctx
 * @param {any} operation
 * @param {Location} location
 */
function checkUnguardedWhen(ctx, operation, location) {
  const cases = operation['x-leadwire-unguarded-when'];
  if (cases === undefined) return;
  if (!Array.isArray(cases) || cases.length === 0) {
    ctx.report({ message: '`x-leadwire-unguarded-when` must be a list with at least one entry.', location });
    return;
  }
  for (const [index, conditions] of cases.entries()) {
    const wrong = wrongCondition(conditions);
    if (wrong) ctx.report({ message: wrong, location: location.child([index]) });
  }
}

/** @param {any} conditions */
function wrongCondition(conditions) {
  if (!isMap(conditions) || Object.keys(conditions).length === 0) {
    return 'An entry must be a map from body path to condition.';
  }
  for (const [path, condition] of Object.entries(conditions)) {
    if (!bodyPath.test(path)) return `\`${path}\` is no body path.`;
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
