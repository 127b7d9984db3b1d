// @ts-check

/** @import { Context } from './operations.mjs' */

/** The schema generator loses `uniqueItems`: a spec that says it would promise a check that is never made. */
export default function noUniqueItems() {
  return {
    /**
     * @param {any} schema
     * @param {Context} ctx
     */
    Schema(schema, ctx) {
      if (schema.uniqueItems === undefined) return;
      ctx.report({
        message: 'The schema generator loses `uniqueItems`. Say it in the description.',
        location: ctx.location.child(['uniqueItems']).key(),
      });
    },
  };
}
