// @ts-check
import { entries, follow, operations } from './operations.mjs';

/** @import { Context, Place } from './operations.mjs' */

const writes = ['post', 'put', 'patch'];

/**
 * The examples are what tests send. That the schema accepts them is checked by Redocly's no-invalid-media-type-examples,
 * which passes over a body without a schema and an example without a value: so both are asked for here.
 */
export default function requestExample() {
  return {
    /**
     * @param {any} paths
     * @param {Context} ctx
     */
    Paths(paths, ctx) {
      const written = [...operations(ctx, paths)].filter(({ method }) => writes.includes(method));
      for (const { operation, location } of written) {
        const body = follow(ctx, operation.requestBody, location.child(['requestBody']));
        if (body) checkMedia(ctx, entries(ctx, body.node.content, body.location.child(['content'])));
      }
    },
  };
}

/**
 * @param {Context} ctx
 * @param {Iterable<Place>} mediaTypes
 */
function checkMedia(ctx, mediaTypes) {
  for (const media of mediaTypes) {
    const location = media.location.key();
    if (media.node.schema === undefined) ctx.report({ message: 'A request body needs a schema.', location });
    if (!hasExample(ctx, media)) ctx.report({ message: 'A request body needs an example.', location });
  }
}

/**
 * @param {Context} ctx
 * @param {Place} media
 */
function hasExample(ctx, { node, location }) {
  if (node.example !== undefined) return true;
  const examples = [...entries(ctx, node.examples, location.child(['examples']))];
  return examples.length > 0 && examples.every((example) => 'value' in example.node);
}
