// @ts-check
import { operations } from './operations.mjs';
import { requestSchemas, responseSchemas, walkSchemas } from './schemas.mjs';

/** @import { Context, Place } from './operations.mjs' */

const flag = 'x-leadwire-open-enum';

/** A provider adds a status without asking us. Each enum that we read says whether that breaks us or passes through. */
export default function responseEnumOpen() {
  const read = new Set();
  const sent = new Set();

  /**
   * @param {Context} ctx
   * @param {Iterable<Place | undefined>} schemas
   */
  function checkRead(ctx, schemas) {
    for (const schema of schemas) {
      walkSchemas(ctx, schema, read, ({ node, location }) => {
        if (node.enum !== undefined && typeof node[flag] !== 'boolean') {
          ctx.report({
            message: `An enum that a provider sends must have \`${flag}\`: true or false.`,
            location: location.child(['enum']).key(),
          });
        } else if (node.const !== undefined && node[flag] !== false) {
          ctx.report({
            message: `A value that a provider always sends is an enum of one: \`${flag}: false\`, or an open enum.`,
            location: location.child(['const']).key(),
          });
        }
      });
    }
  }

  /**
   * @param {Context} ctx
   * @param {Iterable<Place | undefined>} schemas
   */
  function checkSent(ctx, schemas) {
    for (const schema of schemas) {
      walkSchemas(ctx, schema, sent, ({ node, location }) => {
        if (node[flag] !== true) return;
        ctx.report({
          message: 'An open enum in a request would let a misspelt value through: requests have a schema of their own.',
          location: location.child([flag]).key(),
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
      for (const at of operations(ctx, paths)) {
        checkRead(ctx, responseSchemas(ctx, at));
        checkSent(ctx, requestSchemas(ctx, at));
      }
    },
    /**
     * @param {any} webhooks
     * @param {Context} ctx
     */
    WebhooksMap(webhooks, ctx) {
      for (const at of operations(ctx, webhooks)) checkRead(ctx, requestSchemas(ctx, at));
    },
  };
}
