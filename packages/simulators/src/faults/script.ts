import type { ProviderName } from '../simulator.ts';
import { FAULT_NAMES, type FaultRule, isFaultName } from './rule.ts';

/** A fault, or `ok` for a request that goes well. */
export type Step = FaultRule | 'ok';

/** What happens to the first, second, third … matching request; those after the last step go well. */
export interface FaultScript {
  readonly provider?: ProviderName;
  readonly operation?: string;
  readonly steps: readonly Step[];
}

const PROVIDERS: ReadonlySet<string> = new Set<ProviderName>(['topcalls', 'autocalls', 'telecrm', 'pulsecrm']);

/** Reads `429 then 503 then cut-after-commit`; a fault's name may end in `-after-commit` or `-before-commit`. */
export function parseSteps(text: string): Step[] {
  return text.split(/\s+then\s+/).map((part) => {
    const word = part.trim();
    if (word === 'ok') return word;
    if (isFaultName(word)) return { fault: word };
    const [, name = '', when] = /^(.+)-(after|before)-commit$/.exec(word) ?? [];
    if (isFaultName(name)) return { fault: name, commit: when === 'after' };
    throw new TypeError(`No fault is called '${word}'. There are ok, ${FAULT_NAMES.join(', ')}`);
  });
}

/** Reads `topcalls leads.create`, `topcalls` or `leads.create`. */
function parseTarget(text: string): { provider?: ProviderName; operation?: string } {
  const words = text.trim().split(/\s+/);
  const provider = words.find((word) => PROVIDERS.has(word)) as ProviderName | undefined;
  const operation = words.find((word) => word.includes('.'));
  const unknown = words.find((word) => word !== provider && word !== operation);
  if (unknown !== undefined) {
    throw new TypeError(`'${unknown}' in a fault script is neither a provider nor an operation such as leads.create`);
  }
  return { ...(provider !== undefined && { provider }), ...(operation !== undefined && { operation }) };
}

/**
 * Reads scripts, one a line or with semicolons between them.
 * @example parseScripts('topcalls leads.create: 429 then 503; telecrm: cut-before')
 */
export function parseScripts(text: string): FaultScript[] {
  const lines = text.split(/[;\n]/).filter((line) => line.trim() !== '');
  return lines.map((line) => {
    const colon = line.indexOf(':');
    const target = colon === -1 ? {} : parseTarget(line.slice(0, colon));
    return { ...target, steps: parseSteps(line.slice(colon + 1).trim()) };
  });
}
