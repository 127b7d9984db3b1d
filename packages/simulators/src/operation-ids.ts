import { api as autocalls } from '@leadwire/generated-autocalls';
import { api as pulsecrm } from '@leadwire/generated-pulsecrm';
import { api as telecrm } from '@leadwire/generated-telecrm';
import { api as topcalls } from '@leadwire/generated-topcalls';
import type { ProviderName } from './simulator.ts';

const idsOf = ({ operations }: { operations: object }): readonly string[] => Object.keys(operations);

/** Every operation that there is, by provider. */
export const OPERATION_IDS: Readonly<Record<ProviderName, readonly string[]>> = {
  topcalls: idsOf(topcalls),
  autocalls: idsOf(autocalls),
  telecrm: idsOf(telecrm),
  pulsecrm: idsOf(pulsecrm),
};
