import { expect, test } from 'vitest';
import type { OpenApi, SpecOperation } from './open-api.ts';
import { unsendable } from './unsendable.ts';

const schema = { type: 'string' };

test.each([
  [{ name: 'session', in: 'cookie', required: true }, {}, "needs the cookie 'session', which fetch does not send"],
  [{ name: 'filter', in: 'querystring' }, {}, "takes its whole query as 'filter', which is not supported"],
  [{ name: 'page', in: 'query' }, { 'x-leadwire-effect': 'keyed' }, 'is keyed, but declares no header Idempotency-Key'],
  [{ name: 'session', in: 'cookie' }, {}, undefined],
])(
  'an operation with the parameter %j and %j cannot be sent, and the reason is said: %s',
  (parameter, more, reason) => {
    const operation = { ...more, parameters: [{ ...parameter, schema }], responses: {} };
    const item = { get: operation };
    const given = { item, operation } as unknown as SpecOperation;
    expect(unsendable({ paths: { '/leads': item } } as unknown as OpenApi, given)).toBe(reason);
  },
);
