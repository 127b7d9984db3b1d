import { nearest } from '../routing/nearest.ts';
import { FAULT_NAMES, type FaultTarget } from './rule.ts';

/** Every operation that exists, by provider. */
export type OperationIds = Readonly<Record<string, readonly string[]>>;

/** Whether an operation has this name, or belongs to this resource: `leads.*`. */
export function isNamed(operationId: string, name: string): boolean {
  return operationId === name || (name.endsWith('.*') && operationId.startsWith(name.slice(0, -1)));
}

/** A test that names an unknown fault would test nothing, so it is an error. */
export function unknownFault(name: string, others: readonly string[] = []): TypeError {
  const names = [...others, ...FAULT_NAMES];
  return new TypeError(
    `There is no fault '${name}'; the nearest are ${nearest(name, names)}. The faults are ${names.join(', ')}`,
  );
}

/** Refuses a target that no request can match. */
export function checkTarget({ provider, operation }: FaultTarget, operationIds: OperationIds): void {
  if (provider !== undefined && operationIds[provider] === undefined) {
    throw new TypeError(
      `There is no provider '${provider}'. The providers are ${Object.keys(operationIds).join(', ')}`,
    );
  }
  if (operation === undefined) return;
  const ids = provider === undefined ? Object.values(operationIds).flat() : (operationIds[provider] ?? []);
  if (ids.some((id) => isNamed(id, operation))) return;
  const names = operation.includes('*') ? ids.map((id) => id.replace(/\..*$/, '.*')) : ids;
  const whose = provider === undefined ? '' : ` of ${provider}`;
  throw new TypeError(`There is no operation '${operation}'${whose}; the nearest are ${nearest(operation, names)}`);
}
