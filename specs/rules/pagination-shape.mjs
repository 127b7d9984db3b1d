// @ts-check
import { fieldAt, isArray } from './field-at.mjs';
import { entries, follow, operations } from './operations.mjs';
import { bodySchemas } from './schemas.mjs';

/** @import { Context, Operation, Place } from './operations.mjs' */

/** @type {Record<string, { needs: string[], may: string[] }>} */
const styles = {
  cursor: { needs: ['items', 'param', 'next'], may: ['more', 'size', 'page', 'current', 'last'] },
  page: { needs: ['items', 'param', 'size', 'current', 'last'], may: [] },
  offset: { needs: ['items', 'param', 'size', 'total'], may: ['freeze'] },
  none: { needs: ['items'], may: [] },
};

/** A misspelt key would end a list after its first page without notice. */
export default function paginationShape() {
  return {
    /**
     * @param {any} paths
     * @param {Context} ctx
     */
    Paths(paths, ctx) {
      for (const at of operations(ctx, paths)) {
        const pagination = at.operation['x-leadwire-pagination'];
        if (pagination === undefined) continue;
        const wrong = [...faults(pagination)];
        for (const message of wrong.length > 0 ? wrong : lost(ctx, at, pagination)) {
          ctx.report({ message, location: at.location.child(['x-leadwire-pagination']).key() });
        }
      }
    },
  };
}

/** @param {any} pagination */
function* faults(pagination) {
  const { style, id, maxSize, ...rest } = pagination ?? {};
  if (!Object.hasOwn(styles, style)) {
    yield `\`x-leadwire-pagination\` must have a \`style\`: ${Object.keys(styles).join(', ')}.`;
    return;
  }
  const { needs, may } = styles[style];
  yield* needs.filter((key) => !(key in rest)).map((key) => `Pagination by ${style} needs \`${key}\`.`);
  const known = ['id', ...needs, ...may];
  for (const [key, value] of Object.entries({ id, ...rest })) {
    if (!known.includes(key)) yield `Pagination by ${style} has no key \`${key}\`.`;
    else if (value !== undefined && (typeof value !== 'string' || value === ''))
      yield `\`${key}\` must be a name or a path.`;
  }
  if (maxSize !== undefined && !(Number.isInteger(maxSize) && maxSize > 0))
    yield '`maxSize` must be a positive integer.';
}

/**
 * Words that lead to no field of the response and no parameter of the request.
 * @param {Context} ctx
 * @param {Operation} at
 * @param {Record<string, string>} pagination
 */
function* lost(ctx, { operation, location, item: holder }, pagination) {
  const [result] = resultSchemas(ctx, operation, location);
  const [body] = bodySchemas(ctx, follow(ctx, operation.requestBody, location.child(['requestBody'])));
  const items = fieldAt(ctx, result, pagination.items ?? '$');
  if (!isArray(ctx, items)) yield `The response has no list at \`${pagination.items}\`.`;
  const parameters = [{ node: operation, location }, holder].flatMap((place) => [
    ...entries(ctx, place.node.parameters, place.location.child(['parameters'])),
  ]);
  for (const word of ['param', 'size', 'page']) {
    const name = pagination[word];
    if (name !== undefined && !parameters.some(({ node }) => node.in === 'query' && node.name === name))
      yield `There is no query parameter \`${name}\`.`;
  }
  /** @type {[string[], Place | undefined, string][]} */
  const places = [
    [['next', 'more', 'current', 'last', 'total'], result, 'response'],
    [['freeze'], body, 'request body'],
    [['id'], fieldAt(ctx, items, '[]'), 'items'],
  ];
  for (const [words, schema, where] of places) {
    for (const word of words) {
      const path = pagination[word];
      if (path !== undefined && !fieldAt(ctx, schema, path)) yield `\`${path}\` is not a field of the ${where}.`;
    }
  }
}

/**
 * @param {Context} ctx
 * @param {any} operation
 * @param {Operation['location']} location
 */
function* resultSchemas(ctx, operation, location) {
  for (const response of entries(ctx, operation.responses, location.child(['responses']))) {
    if (response.key.startsWith('2')) yield* bodySchemas(ctx, response);
  }
}
