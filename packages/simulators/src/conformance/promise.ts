import type { World } from './world.ts';

/** One promise that every lead target keeps; `keep` throws where it is broken. */
export interface LeadTargetPromise {
  readonly name: string;
  /** Whether its server stalls: only then is the target given little time, so that a slow machine is not taken for a stall. */
  readonly stalls?: boolean;
  keep(world: World): Promise<void>;
}
