// @ts-check
import { operations } from './operations.mjs';
import { requestSchemas, responseSchemas, walkSchemas } from './schemas.mjs';

/** @import { Context, Place } from './operations.mjs' */

/** Strict in what we send: a misspelt field must not slip through. Lenient in what we read: a new field must. */
export default function requestObjectClosed() {
  const sent = new Set();
  const read = new Set();

  /**
   * @param {Context} ctx
   * @param {Iterable<Place | undefined>} schemas
   */
  function checkRead(ctx, schemas) {
    for (const schema of schemas) {
      walkSchemas(ctx, schema, read, ({ node, location }) => {
        for (const keyword of ['additionalProperties', 'unevaluatedProperties']) {
          if (node[keyword] !== false) continue;
          ctx.report({
            message: 'What a provider sends is never closed: it may add a field later.',
            location: location.child([keyword]).key(),
          });
        }
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
        for (const schema of requestSchemas(ctx, at)) walkSchemas(ctx, schema, sent, (place) => checkSent(ctx, place));
        checkRead(ctx, responseSchemas(ctx, at));
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

/**
 * @param {Context} ctx
 * @param {Place} place
 */
function checkSent(ctx, { node, location }) {
  if (node.allOf !== undefined) {
    const message = 'No allOf in a request: each closed part refuses the fields of the others.';
    ctx.report({ message, location: location.child(['allOf']).key() });
  }
  const isObject = node.properties !== undefined || [node.type].flat().includes('object');
  if (!isObject || node.additionalProperties !== undefined) return;
  ctx.report({ message: 'An object in a request must state `additionalProperties`.', location: location.key() });
}
