import type { PlacedOperation } from './open-api.ts';

/** Kinds that every call of every client can end in; the page of a provider names them once. */
export const KINDS_OF_EVERY_CALL = [
  'invalid-input',
  'misconfigured',
  'unauthorized',
  'forbidden',
  'rejected',
  'rate-limited',
  'provider-failure',
  'timeout',
  'network',
  'aborted',
  'unexpected-redirect',
  'unreadable-response',
];

const KIND_OF_STATUS: Readonly<Record<string, string>> = {
  402: 'quota-exceeded',
  404: 'not-found',
  409: 'already-exists',
};

/** What else one operation can end in, by its parameters, its effect class, its paging and the statuses of its spec. */
export function kindsOf({ operation, parameters }: PlacedOperation, takesPhone: boolean): string[] {
  const statuses = Object.keys(operation.responses).flatMap((status) => KIND_OF_STATUS[status] ?? []);
  const effect = operation['x-leadwire-effect'];
  const style = operation['x-leadwire-pagination']?.style;
  const kinds = [
    ...(takesPhone ? ['invalid-phone'] : []),
    ...(parameters.some((each) => each.in === 'path') ? ['not-found'] : []),
    ...statuses,
    ...(effect === 'conflict-key' || effect === 'dup-flag' ? ['already-exists', 'parked'] : []),
    ...(effect === 'read' ? [] : ['idempotency-mismatch']),
    ...(style === 'page' || style === 'offset' ? ['list-changed'] : []),
  ];
  return [...new Set(kinds)];
}
