// @ts-check
import { operations } from './operations.mjs';

/** @import { Context, Location } from './operations.mjs' */

const address = /^https?:\/\/\S+$/;
const sureness = ['seed', 'page', 'guide', 'inferred'];

/** Every promise names the page it was read from, and how sure that page makes us. */
export default function operationSource() {
  return {
    /**
     * @param {any} paths
     * @param {Context} ctx
     */
    Paths(paths, ctx) {
      for (const { operation, location } of operations(ctx, paths)) {
        checkSource(ctx, operation['x-leadwire-source'], location);
      }
    },
    /**
     * @param {any} schema
     * @param {Context} ctx
     */
    Schema(schema, ctx) {
      const source = schema['x-leadwire-source'];
      if (source !== undefined) checkSource(ctx, source, ctx.location);
    },
  };
}

/**
 * @param {Context} ctx
 * @param {any} source
 * @param {Location} location - of its holder
 */
function checkSource(ctx, source, location) {
  const keys = Object.keys(source ?? {}).sort();
  const shaped = keys.join() === 'page,sure' && address.test(source.page) && sureness.includes(source.sure);
  if (shaped) return;
  ctx.report({
    message: `\`x-leadwire-source\` must be \`{ page: <address>, sure: ${sureness.join(' | ')} }\`.`,
    location: location.child(['x-leadwire-source']).key(),
  });
}
