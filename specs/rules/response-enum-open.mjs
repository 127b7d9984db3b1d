// @ts-check
import { operations } from './operations.mjs';
import { requestSchemas, responseSchemas, walkSchemas } from './schemas.mjs';

/** @import { Context, Place } from './operations.mjs' */

/** A provider adds a status without asking us. Each enum that we read says whether that breaks us or passes through. */
export default function responseEnumOpen() {
  const seen = new Set();

  /**
   * @param {Context} ctx
   * @param {Iterable<Place | undefined>} schemas
   */
  function check(ctx, schemas) {
    for (const schema of schemas) {
      walkSchemas(ctx, schema, seen, ({ node, location }) => {
        if (node.enum === undefined || typeof node['x-leadwire-open-enum'] === 'boolean') return;
        ctx.report({
          message: 'An enum that a provider sends must have `x-leadwire-open-enum`: true or false.',
          location: location.child(['enum']).key(),
        });
      });
    }
  }

  return {
    /**
     * @param {any} paths
     * @param {Context} ctx
     */
    Paths(paths, ctx) {
      for (const at of operations(ctx, paths)) check(ctx, responseSchemas(ctx, at));
    },
    /**
     * @param {any} webhooks
     * @param {Context} ctx
     */
    WebhooksMap(webhooks, ctx) {
      for (const at of operations(ctx, webhooks)) check(ctx, requestSchemas(ctx, at));
    },
  };
}
