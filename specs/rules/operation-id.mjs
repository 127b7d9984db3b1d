// @ts-check
import { operations } from './operations.mjs';

/** @import { Context } from './operations.mjs' */

const resourceMethod = /^[a-z][a-zA-Z0-9]*\.[a-z][a-zA-Z0-9]*$/;

/** The operationId becomes the method's name: `leads.create` is called as `client.leads.create()`. */
export default function operationId() {
  return {
    /**
     * @param {any} paths
     * @param {Context} ctx
     */
    Paths(paths, ctx) {
      for (const { operation, location } of operations(ctx, paths)) {
        const id = operation.operationId;
        // Redocly's own operation-operationId reports one that is missing.
        if (id === undefined || resourceMethod.test(id)) continue;
        ctx.report({
          message: `\`${id}\` must be \`resource.method\`, camelCase on both sides of the one dot.`,
          location: location.child(['operationId']),
        });
      }
    },
  };
}
