// @ts-check

/** @import { Context } from './operations.mjs' */

const unchecked = [
  ...['if', 'then', 'else', 'dependentRequired', 'dependentSchemas', 'propertyNames', 'contains', 'minContains'],
  ...['maxContains', 'uniqueItems', 'patternProperties', 'unevaluatedProperties', 'unevaluatedItems'],
];

/** Generated schemas do not check these keywords: a spec that uses one promises a check that is never made. */
export default function keywordChecked() {
  return {
    /**
     * @param {any} schema
     * @param {Context} ctx
     */
    Schema(schema, ctx) {
      for (const keyword of unchecked) {
        if (schema[keyword] === undefined) continue;
        ctx.report({
          message: `Generated schemas do not check \`${keyword}\`. Say it in the description.`,
          location: ctx.location.child([keyword]).key(),
        });
      }
    },
  };
}
