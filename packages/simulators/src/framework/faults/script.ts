import { nearest } from '../routing/nearest.ts';
import { type FaultRule, type FaultTarget, isFaultName, unknownFault } from './rule.ts';

/** A fault, or `ok` for a request without one. */
type Step = FaultRule | 'ok';

/** The faults of the first, second, third … matching request; those after the last step have none. */
export interface FaultScript extends FaultTarget {
  readonly steps: readonly Step[];
}

/** Reads `429 then 503 then cut-after-commit`; a fault's name may end in `-after-commit` or `-before-commit`. */
export function parseSteps(text: string): Step[] {
  return text.split(/\s+then\s+/).map((part) => {
    const word = part.trim();
    if (word === 'ok') return word;
    if (isFaultName(word)) return { fault: word };
    const [, name = '', when] = /^(.+)-(after|before)-commit$/.exec(word) ?? [];
    if (isFaultName(name)) return { fault: name, commit: when === 'after' };
    throw unknownFault(word, ['ok']);
  });
}

/** Reads `topcalls leads.create`, `topcalls` or `leads.create`. */
function parseTarget(text: string, providers: readonly string[]): FaultTarget {
  const words = text.trim().split(/\s+/);
  const provider = providers.find((name) => words.includes(name));
  const operation = words.find((word) => word.includes('.'));
  const unknown = words.find((word) => word !== provider && word !== operation);
  if (unknown !== undefined) {
    throw new TypeError(
      `'${unknown}' in a fault script is neither a provider (the nearest is ${nearest(unknown, providers, 1)}) nor an operation such as leads.create`,
    );
  }
  return { ...(provider !== undefined && { provider }), ...(operation !== undefined && { operation }) };
}

/**
 * Reads scripts, one a line or with semicolons between them.
 * @example parseScripts('topcalls leads.create: 429 then 503; telecrm: cut-before', ['topcalls', 'telecrm'])
 */
export function parseScripts(text: string, providers: readonly string[]): FaultScript[] {
  const lines = text.split(/[;\n]/).filter((line) => line.trim() !== '');
  return lines.map((line) => {
    const colon = line.indexOf(':');
    const target = colon === -1 ? {} : parseTarget(line.slice(0, colon), providers);
    return { ...target, steps: parseSteps(line.slice(colon + 1).trim()) };
  });
}
