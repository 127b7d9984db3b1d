import type { FaultRule, Simulators } from '../simulators.ts';
import type { KitLead, KitTarget } from './kit-target.ts';

/** One target over real sockets, and the records of its provider. */
interface World {
  readonly target: KitTarget;
  readonly simulators: Simulators;
  /** A lead to send, for this promise alone: a target might change it. */
  readonly jane: KitLead;
  /** How many leads with this phone the provider holds, after the queue is applied. */
  count(phone: string): number;
  /** The requests that try to make leads. */
  creates(): number;
  /** A fault for the next requests that make leads: `cut-after-commit`, `429 then ok`. */
  script(steps: string): void;
  /** The same as a rule. */
  fail(rule: FaultRule): void;
  /** From now on every credential is refused. */
  refuseCredentials(): void;
}

/** What the promises know of the lead; `World.jane` is the copy to send. */
export const JANE = {
  phone: '+14155552671',
  firstName: 'Jane',
  lastName: 'Doe',
  email: 'jane.doe@example.com',
} as const;

/** One promise that every lead target keeps; `keep` throws where it is broken. */
export interface LeadTargetPromise {
  readonly name: string;
  /** How long the target waits for a response, in milliseconds: little only where the server stalls. @default 20_000 */
  readonly timeoutMs?: number;
  keep(world: World): Promise<void>;
}
