import { nearest } from '../routing/nearest.ts';
import { FAULT_NAMES, type FaultTarget } from './rule.ts';

/** Every operation that exists, by provider. */
export type OperationIds = Readonly<Record<string, readonly string[]>>;

/** Whether an operation is the one that is named, or one of the resource that is named as `leads.*`. */
export function isNamed(operationId: string, name: string): boolean {
  return operationId === name || (name.endsWith('.*') && operationId.startsWith(name.slice(0, -1)));
}

/** What is thrown at a fault that does not exist: a test that gave its name would test nothing. */
export function unknownFault(name: string, others: readonly string[] = []): TypeError {
  const names = [...others, ...FAULT_NAMES];
  return new TypeError(
    `No fault is called '${name}'; the nearest are ${nearest(name, names)}. There are ${names.join(', ')}`,
  );
}

/** Refuses a target that no request can be for. */
export function checkTarget({ provider, operation }: FaultTarget, operationIds: OperationIds): void {
  if (provider !== undefined && operationIds[provider] === undefined) {
    throw new TypeError(`No provider is called '${provider}'. There are ${Object.keys(operationIds).join(', ')}`);
  }
  if (operation === undefined) return;
  const ids = provider === undefined ? Object.values(operationIds).flat() : (operationIds[provider] ?? []);
  if (ids.some((id) => isNamed(id, operation))) return;
  const names = operation.includes('*') ? ids.map((id) => id.replace(/\..*$/, '.*')) : ids;
  const whose = provider === undefined ? '' : ` of ${provider}`;
  throw new TypeError(`No operation${whose} is called '${operation}'; the nearest are ${nearest(operation, names)}`);
}
