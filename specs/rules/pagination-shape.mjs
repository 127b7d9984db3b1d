// @ts-check
import { operations } from './operations.mjs';

/** @import { Context } from './operations.mjs' */

/** @type {Record<string, { needs: string[], may: string[] }>} */
const styles = {
  cursor: { needs: ['items', 'param', 'next'], may: ['more', 'size', 'page', 'current', 'last'] },
  page: { needs: ['items', 'param', 'size', 'current', 'last'], may: [] },
  offset: { needs: ['items', 'param', 'size', 'total'], may: ['freeze'] },
  none: { needs: ['items'], may: [] },
};

/** A misspelt key would end a list after its first page, and nobody would notice. */
export default function paginationShape() {
  return {
    /**
     * @param {any} paths
     * @param {Context} ctx
     */
    Paths(paths, ctx) {
      for (const { operation, location } of operations(ctx, paths)) {
        const pagination = operation['x-leadwire-pagination'];
        if (pagination === undefined) continue;
        for (const message of faults(pagination)) {
          ctx.report({ message, location: location.child(['x-leadwire-pagination']).key() });
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
  for (const key of needs) {
    if (!(key in rest)) yield `Pagination by ${style} needs \`${key}\`.`;
  }
  for (const [key, value] of Object.entries({ id, ...rest })) {
    if (key !== 'id' && !needs.includes(key) && !may.includes(key)) yield `Pagination by ${style} knows no \`${key}\`.`;
    else if (value !== undefined && (typeof value !== 'string' || value === ''))
      yield `\`${key}\` must be a name or a path.`;
  }
  if (maxSize !== undefined && !(Number.isInteger(maxSize) && maxSize > 0))
    yield '`maxSize` must be a positive integer.';
}
