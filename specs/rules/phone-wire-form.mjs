// @ts-check
import { entries, follow } from './operations.mjs';

/** @import { Context, Location, Place } from './operations.mjs' */

const wireForms = ['e164-lead', 'e164', 'digits', 'as-given'];
const saysPhone = /phone/i;
// `phone_number_id`, `phoneNumberSids`, `has_phone`: about a phone, but none.
const saysOther = /(_ids?|_sids?|Ids?|Sids?)$|^(has|is)(_|[A-Z])/;

/** Without its wire form a number would go out as it was typed, and one digit too many rings somebody else. */
export default function phoneWireForm() {
  return {
    /**
     * @param {any} schema
     * @param {Context} ctx
     */
    Schema(schema, ctx) {
      for (const property of entries(ctx, schema.properties, ctx.location.child(['properties']))) {
        if (!holdsPhone(ctx, property.key, property)) continue;
        const forms = [...property.written, property.node].map((node) => node['x-leadwire-phone']);
        if (forms.some((form) => wireForms.includes(form))) continue;
        report(ctx, property.key, ctx.location.child(['properties', property.key]).key());
      }
    },
    /**
     * @param {any} parameter
     * @param {Context} ctx
     */
    Parameter(parameter, ctx) {
      const schema = follow(ctx, parameter.schema, ctx.location.child(['schema']));
      if (!schema || !holdsPhone(ctx, parameter.name, schema)) return;
      if (!wireForms.includes(parameter['x-leadwire-phone'])) report(ctx, parameter.name, ctx.location);
    },
  };
}

/**
 * @param {Context} ctx
 * @param {string} name
 * @param {Place} schema
 */
function holdsPhone(ctx, name, schema) {
  return saysPhone.test(name) && !saysOther.test(name) && isText(ctx, schema);
}

/**
 * Free text, a list of it, or a choice with such a branch. An enum is a kind of phone, not a phone.
 * @param {Context} ctx
 * @param {Place | undefined} schema
 * @param {Set<any>} [seen] - a schema may hold itself
 * @returns {boolean}
 */
function isText(ctx, schema, seen = new Set()) {
  if (!schema || seen.has(schema.node) || schema.node.enum || 'const' in schema.node) return false;
  seen.add(schema.node);
  const { node, location } = schema;
  if ([node.type].flat().includes('string')) return true;
  if (isText(ctx, follow(ctx, node.items, location.child(['items'])), seen)) return true;
  return ['anyOf', 'oneOf', 'allOf'].some((keyword) =>
    [...entries(ctx, node[keyword], location.child([keyword]))].some((branch) => isText(ctx, branch, seen)),
  );
}

/**
 * @param {Context} ctx
 * @param {string} name
 * @param {Location} location
 */
function report(ctx, name, location) {
  ctx.report({ message: `\`${name}\` must have \`x-leadwire-phone\`: ${wireForms.join(', ')}.`, location });
}
