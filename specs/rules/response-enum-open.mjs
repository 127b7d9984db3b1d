// @ts-check
import { operations } from './operations.mjs';
import { requestSchemas, responseSchemas, walkSchemas } from './schemas.mjs';

/** @import { Context, Place } from './operations.mjs' */

const flag = 'x-leadwire-open-enum';

const closed = {
  enum: `An enum that a provider sends is open, \`anyOf: [{ enum }, { type: string }]\`, or says \`${flag}: false\`.`,
  const: `A value that a provider always sends is an enum of one: \`${flag}: false\`, or an open enum.`,
};

/**
 * @param {any} node
 * @param {Set<unknown>} open
 * @returns {'enum' | 'const' | undefined}
 */
function closedKeyword(node, open) {
  if (node[flag] === false) return undefined;
  if (node.enum !== undefined && !open.has(node)) return 'enum';
  return node.const === undefined ? undefined : 'const';
}

/**
 * A provider adds a status without asking us. An enum that we read is open, in a way that any tool understands: `anyOf: [{ enum }, { type: string }]`.
 * One that is closed on purpose says so.
 */
export default function responseEnumOpen() {
  const open = new Set();
  const read = new Set();
  const sent = new Set();

  /**
   * @param {Context} ctx
   * @param {Iterable<Place | undefined>} schemas
   */
  function checkRead(ctx, schemas) {
    for (const schema of schemas) {
      walkSchemas(ctx, schema, read, ({ node, location }) => {
        if (isOpen(node)) for (const kind of node.anyOf) open.add(kind);
        const keyword = closedKeyword(node, open);
        if (keyword) ctx.report({ message: closed[keyword], location: location.child([keyword]).key() });
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
        if (node[flag] !== true && !isOpen(node)) return;
        ctx.report({
          message: 'An open enum in a request would let a misspelt value through: requests have their own schema.',
          location: location.child([node[flag] === true ? flag : 'anyOf']).key(),
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

/**
 * Known values beside their plain type.
 * @param {any} node
 */
function isOpen({ anyOf }) {
  if (!Array.isArray(anyOf) || !anyOf.some((kind) => kind?.enum !== undefined)) return false;
  return anyOf.some((kind) => kind?.type !== undefined && kind.type !== 'null' && Object.keys(kind).length === 1);
}
