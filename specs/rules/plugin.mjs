// @ts-check
import extensionKnown from './extension-known.mjs';
import keywordChecked from './keyword-checked.mjs';
import operationEffect from './operation-effect.mjs';
import operationId from './operation-id.mjs';
import operationSource from './operation-source.mjs';
import paginationShape from './pagination-shape.mjs';
import phoneWireForm from './phone-wire-form.mjs';
import requestExample from './request-example.mjs';
import requestObjectClosed from './request-object-closed.mjs';
import responseEnumOpen from './response-enum-open.mjs';

const id = 'leadwire';

const rules = {
  'extension-known': extensionKnown,
  'keyword-checked': keywordChecked,
  'operation-effect': operationEffect,
  'operation-id': operationId,
  'operation-source': operationSource,
  'pagination-shape': paginationShape,
  'phone-wire-form': phoneWireForm,
  'request-example': requestExample,
  'request-object-closed': requestObjectClosed,
  'response-enum-open': responseEnumOpen,
};

export default () => ({
  id,
  rules: { oas3: rules },
  // A rule that is only listed stays silent, so the config that turns them on is made from the list itself.
  configs: {
    all: { rules: Object.fromEntries(Object.keys(rules).map((name) => [`${id}/${name}`, 'error'])) },
    // What holds for a document that is not ours: it need not use our extensions, but may not misuse them.
    extensions: {
      rules: {
        [`${id}/extension-known`]: { severity: 'error', alone: true },
        [`${id}/operation-effect`]: { severity: 'error', required: false },
        [`${id}/pagination-shape`]: 'error',
      },
    },
  },
});
