// @ts-check
import noUniqueItems from './no-unique-items.mjs';
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
  'no-unique-items': noUniqueItems,
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
  },
});
