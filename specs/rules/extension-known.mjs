// @ts-check

/** @import { Context } from './operations.mjs' */

/** Our extensions, and the values of those that no rule checks. */
const extensions = {
  effect: undefined,
  'unguarded-when': undefined,
  pagination: undefined,
  source: undefined,
  phone: ['e164-lead', 'e164', 'digits', 'as-given'],
  private: ['phone', 'email', 'name', 'text', 'secret'],
  'open-enum': [true, false],
  'client-parameter': [true],
};
const prefix = 'x-leadwire-';

/** In our own specs, phone-wire-form and response-enum-open check these values. */
const checkedElsewhere = ['phone', 'open-enum'];

/**
 * A misspelt extension would be ignored: a phone would go out as it was typed, a secret would be printed.
 * @param {{ alone?: boolean }} [options] - alone: no other rule checks values
 */
export default function extensionKnown({ alone = false } = {}) {
  return {
    any: {
      /**
       * @param {any} node
       * @param {Context} ctx
       */
      enter(node, ctx) {
        if (typeof node !== 'object' || node === null) return;
        for (const key of Object.keys(node)) {
          if (!key.startsWith(prefix)) continue;
          const name = key.slice(prefix.length);
          const message = !alone && checkedElsewhere.includes(name) ? undefined : wrong(name, node[key]);
          if (message) ctx.report({ message: `\`${key}\` ${message}`, location: ctx.location.child([key]).key() });
        }
      },
    },
  };
}

/**
 * @param {string} name
 * @param {unknown} value
 */
function wrong(name, value) {
  if (!Object.hasOwn(extensions, name)) return 'is not an extension of ours.';
  const values = extensions[/** @type {keyof typeof extensions} */ (name)];
  if (values === undefined || values.some((allowed) => allowed === value)) return undefined;
  return `must be one of: ${values.join(', ')}.`;
}
