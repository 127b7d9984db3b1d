import { nearest } from '../nearest.ts';
import { OPERATION_IDS } from '../providers.ts';
import type { ProviderName } from '../simulator.ts';
import { FAULT_NAMES, type FaultTarget } from './rule.ts';

export const PROVIDERS = Object.keys(OPERATION_IDS) as readonly ProviderName[];

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
export function checkTarget({ provider, operation }: FaultTarget): void {
  if (provider !== undefined && !PROVIDERS.includes(provider)) {
    throw new TypeError(`No provider is called '${provider}'. There are ${PROVIDERS.join(', ')}`);
  }
  if (operation === undefined) return;
  const ids = provider === undefined ? Object.values(OPERATION_IDS).flat() : OPERATION_IDS[provider];
  if (ids.some((id) => isNamed(id, operation))) return;
  const names = operation.includes('*') ? ids.map((id) => id.replace(/\..*$/, '.*')) : ids;
  const whose = provider === undefined ? '' : ` of ${provider}`;
  throw new TypeError(`No operation${whose} is called '${operation}'; the nearest are ${nearest(operation, names)}`);
}
