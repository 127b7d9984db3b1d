// @ts-check
import { entries, follow } from './operations.mjs';

/** @import { Context, Location, Place } from './operations.mjs' */

const wireForms = ['e164-lead', 'e164', 'digits', 'as-given'];
const saysPhone = /phone|^(cell|fax|gsm|mobile|msisdn|tel|whatsapp)s?$/;
// `number`, `from_number`, `callerNumber`: by whom or at whom a number rings.
const saysNumber = /^((from|to|call(er|ee|ed|ing)?|contact|dial(led)?|recipient|sender) )?numbers?$/;
// `phone_number_id`, `phoneNumberSids`, `has_phone`: about a phone, but none.
const saysOther = /(_ids?|_sids?|Ids?|Sids?)$|^(has|is)(_|[A-Z])/;
// `^\+[1-9]\d{8,14}$`: nothing else is written so.
const likePhone = /^\^?\(?\\\+/;

/** Without its wire form a number would go out as it was typed, and one digit too many calls a stranger. */
export default function phoneWireForm() {
  return {
    /**
     * @param {any} schema
     * @param {Context} ctx
     */
    Schema(schema, ctx) {
      for (const map of ['properties', 'patternProperties']) {
        for (const property of entries(ctx, schema[map], ctx.location.child([map]))) {
          const marked = [...property.written, property.node];
          check(ctx, property, { name: property.key, marked, location: ctx.location.child([map, property.key]).key() });
        }
      }
    },
    /**
     * @param {any} parameter
     * @param {Context} ctx
     */
    Parameter(parameter, ctx) {
      const schema = follow(ctx, parameter.schema, ctx.location.child(['schema']));
      check(ctx, schema, { name: parameter.name, marked: [parameter], location: ctx.location });
    },
  };
}

/**
 * @param {Context} ctx
 * @param {Place | undefined} schema
 * @param {{ name: string, marked: any[], location: Location }} field - what carries its extensions, and where it is reported
 */
function check(ctx, schema, { name, marked, location }) {
  const isPrivate = marked.some((node) => node['x-leadwire-private'] === 'phone');
  const words = name.split(/[^A-Za-z0-9]+|(?<=[a-z0-9])(?=[A-Z])/).map((word) => word.toLowerCase());
  const named =
    (words.some((word) => saysPhone.test(word)) || saysNumber.test(words.join(' '))) && !saysOther.test(name);
  const holdsPhone = isPrivate || isText(ctx, schema, (node) => named || likePhone.test(node.pattern ?? ''));
  const forms = marked.map((node) => node['x-leadwire-phone']);
  if (holdsPhone && !forms.some((form) => wireForms.includes(form))) {
    ctx.report({ message: `\`${name}\` must have \`x-leadwire-phone\`: ${wireForms.join(', ')}.`, location });
  } else if (!isPrivate && forms.some((form) => form !== undefined)) {
    ctx.report({ message: `\`${name}\` must have \`x-leadwire-private: phone\`: it is never printed.`, location });
  }
}

/**
 * Text of some kind, a list or a map of it, or a choice with such a branch. An enum is a kind of phone, not a phone.
 * @param {Context} ctx
 * @param {Place | undefined} schema
 * @param {(node: any) => boolean} ofKind
 * @param {Set<any>} [seen] - a schema may hold itself
 * @returns {boolean}
 */
function isText(ctx, schema, ofKind, seen = new Set()) {
  if (!schema || seen.has(schema.node) || schema.node.enum || 'const' in schema.node) return false;
  seen.add(schema.node);
  const { node, location } = schema;
  const branches = ['anyOf', 'oneOf', 'allOf'].filter((keyword) => node[keyword]);
  // What has no type, and no branches that have one, may be text too.
  const types = node.type === undefined && branches.length === 0 && !node.properties ? ['string'] : [node.type].flat();
  if (types.includes('string') && ofKind(node)) return true;
  return (
    ['items', 'additionalProperties'].some((keyword) =>
      isText(ctx, follow(ctx, node[keyword], location.child([keyword])), ofKind, seen),
    ) ||
    branches.some((keyword) =>
      [...entries(ctx, node[keyword], location.child([keyword]))].some((branch) => isText(ctx, branch, ofKind, seen)),
    )
  );
}
