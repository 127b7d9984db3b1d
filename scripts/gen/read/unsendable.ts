import { hasIdempotencyKey } from './effects.ts';
import type { SpecOperation } from './open-api.ts';
import { type OpenApi, parametersOf } from './open-api.ts';

/** Why no request can carry what an operation asks for; undefined where one can. */
export function unsendable(document: OpenApi, { item, operation }: SpecOperation): string | undefined {
  const parameters = parametersOf(document, item, operation);
  for (const { in: place, name, required } of parameters) {
    if (place === 'cookie' && required === true) return `needs the cookie '${name}', which fetch does not send`;
    if ((place as string) === 'querystring') return `takes its whole query as '${name}', which is not supported`;
  }
  if (operation['x-leadwire-effect'] === 'keyed' && !hasIdempotencyKey(parameters))
    return 'is keyed, but declares no header Idempotency-Key';
  return undefined;
}
