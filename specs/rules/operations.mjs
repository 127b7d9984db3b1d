// @ts-check

/**
 * Where a node stands: its file and its JSON pointer.
 * @typedef {object} Location
 * @property {{ absoluteRef: string }} source
 * @property {string} pointer
 * @property {(keys: (string | number)[]) => Location} child
 * @property {() => Location} key - the same place, reported at its key
 */

/**
 * What Redocly hands to a visitor, as far as these rules use it.
 * @typedef {object} Context
 * @property {Location} location
 * @property {(problem: { message: string, location?: Location }) => void} report
 * @property {(ref: object, from: string) => { node: any, location: Location | undefined, chain?: { node: any }[] }} resolve
 */

/**
 * A node of the document with its place; `written` holds the refs that led to it, the keys beside a $ref included.
 * @typedef {{ node: any, location: Location, written: any[] }} Place
 */

/**
 * An operation with its place.
 * @typedef {{ method: string, operation: any, location: Location, item: Place }} Operation
 */

const methods = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

/**
 * The node that stands here, through any $ref; undefined when there is none.
 * Redocly itself reports a $ref that leads nowhere.
 * @param {Context} ctx
 * @param {any} node
 * @param {Location} location
 * @returns {Place | undefined}
 */
export function follow(ctx, node, location) {
  if (typeof node !== 'object' || node === null) return undefined;
  if (typeof node.$ref !== 'string') return { node, location, written: [] };
  const target = ctx.resolve(node, location.source.absoluteRef);
  if (typeof target.node !== 'object' || target.node === null || !target.location) return undefined;
  return {
    node: target.node,
    location: target.location,
    written: [node, ...(target.chain ?? []).map((hop) => hop.node)],
  };
}

/**
 * The values of a map, each with its $ref followed.
 * @param {Context} ctx
 * @param {any} map
 * @param {Location} location
 * @returns {Generator<Place & { key: string }>}
 */
export function* entries(ctx, map, location) {
  for (const key of Object.keys(map ?? {})) {
    const place = follow(ctx, map[key], location.child([key]));
    if (place) yield { ...place, key };
  }
}

/**
 * Every operation under `paths` or `webhooks`, wherever the spec was split.
 * @param {Context} ctx - of the visitor of that map
 * @param {any} pathItems
 * @returns {Generator<Operation>}
 */
export function* operations(ctx, pathItems) {
  for (const item of entries(ctx, pathItems, ctx.location)) {
    for (const method of methods) {
      const operation = item.node[method];
      if (operation) yield { method, operation, location: item.location.child([method]), item };
    }
  }
}
