import { createRandom, type Random } from '../random.ts';
import {
  checkRule,
  checkTarget,
  type Fault,
  type FaultName,
  type FaultRule,
  type FaultTarget,
  isFaultName,
  isNamed,
  type OperationIds,
  toFault,
  unknownFault,
} from './rule.ts';
import { type FaultScript, parseScripts } from './script.ts';

/** Decides which request gets which fault. */
export interface FaultPlan {
  add(rule: FaultRule): void;
  addScript(script: FaultScript): void;
  /** The fault for this request, if any. The rule added last wins; every rule that matches counts the request. */
  next(provider: string, operationId: string): Fault | undefined;
  /** Back to the first faults, all counts at zero. */
  reset(): void;
}

export interface FaultOptions {
  /** Rules, or a script such as `topcalls leads.create: 429 then 503`. */
  readonly faults?: readonly FaultRule[] | string | undefined;
  /** The share of all requests, 0 to 1, that meet a fault out of `faultMix`. */
  readonly faultRate?: number | undefined;
  /** What `faultRate` draws from. @default all faults that do not stall */
  readonly faultMix?: readonly FaultName[] | undefined;
}

/** A stall lasts until the client's timeout, so it is never drawn by default. */
export const DEFAULT_MIX: readonly FaultName[] = [
  '429',
  '500',
  '503',
  'cut-before',
  'cut-after-commit',
  'truncated',
  'html-502',
  'empty-500',
];

type Draw = (provider: string, operationId: string) => Fault | undefined;

function matches(target: FaultTarget, provider: string, operationId: string): boolean {
  if (target.provider !== undefined && target.provider !== provider) return false;
  return target.operation === undefined || isNamed(operationId, target.operation);
}

/**
 * One random sequence for each operation: its requests get the same faults in the same order, whatever is requested between them.
 */
function createDice(random: Random): (provider: string, operationId: string) => Random {
  const rows = new Map<string, Random>();
  return (provider, operationId) => {
    const name = `${provider} ${operationId}`;
    const row = rows.get(name) ?? random.fork(name);
    rows.set(name, row);
    return row;
  };
}

/** A rule whose numbers no request can match would never apply, so it is an error. */
function checkNumbers({ nth, rate, times }: FaultRule): void {
  const isCount = (value: number) => Number.isInteger(value) && value >= 1;
  if (![nth ?? []].flat().every(isCount)) throw new RangeError(`nth must be 1 or more, not ${nth}`);
  if (rate !== undefined && !(rate >= 0 && rate <= 1)) throw new RangeError(`rate must be from 0 to 1, not ${rate}`);
  if (times !== undefined && !isCount(times)) throw new RangeError(`times must be 1 or more, not ${times}`);
}

function ruleDraw(rule: FaultRule, random: Random): Draw {
  if (!isFaultName(rule.fault)) throw unknownFault(rule.fault);
  checkNumbers(rule);
  const fault = toFault(rule);
  const wanted = rule.nth === undefined ? undefined : new Set([rule.nth].flat());
  const dice = createDice(random);
  let seen = 0;
  let fired = 0;
  return (provider, operationId) => {
    if (!matches(rule, provider, operationId)) return undefined;
    seen += 1;
    if (rule.times !== undefined && fired >= rule.times) return undefined;
    if (wanted !== undefined && !wanted.has(seen)) return undefined;
    if (rule.rate !== undefined && dice(provider, operationId).next() >= rule.rate) return undefined;
    fired += 1;
    return fault;
  };
}

function scriptDraw(script: FaultScript): Draw {
  const steps = script.steps.map((step) => (step === 'ok' ? undefined : toFault(step)));
  let at = 0;
  return (provider, operationId) => {
    if (at >= steps.length || !matches(script, provider, operationId)) return undefined;
    at += 1;
    return steps[at - 1];
  };
}

function mixDraw(rate: number, mix: readonly FaultName[], random: Random): Draw {
  if (!(rate >= 0 && rate <= 1)) throw new RangeError(`faultRate must be from 0 to 1, not ${rate}`);
  const faults = mix.map((fault) => {
    if (!isFaultName(fault)) throw unknownFault(fault);
    return toFault({ fault });
  });
  const dice = createDice(random);
  return (provider, operationId) => {
    const row = dice(provider, operationId);
    return row.next() < rate ? faults[row.int(faults.length)] : undefined;
  };
}

export function createFaultPlan(options: FaultOptions, random: Random, operationIds: OperationIds): FaultPlan {
  let draws: Draw[] = [];
  let count = 0;

  function add(rule: FaultRule): void {
    count += 1;
    checkRule(rule);
    checkTarget(rule, operationIds);
    draws.push(ruleDraw(rule, rule.seed === undefined ? random.fork(`rule ${count}`) : createRandom(rule.seed)));
  }
  function addScript(script: FaultScript): void {
    checkTarget(script, operationIds);
    draws.push(scriptDraw(script));
  }
  function reset(): void {
    draws = [];
    count = 0;
    if (typeof options.faults === 'string') parseScripts(options.faults, Object.keys(operationIds)).forEach(addScript);
    else options.faults?.forEach(add);
    const { faultRate, faultMix = DEFAULT_MIX } = options;
    if (faultRate !== undefined) draws.push(mixDraw(faultRate, faultMix, random.fork('mix')));
  }

  reset();
  return {
    add,
    addScript,
    next(provider, operationId) {
      let found: Fault | undefined;
      for (const draw of draws) found = draw(provider, operationId) ?? found;
      return found;
    },
    reset,
  };
}
