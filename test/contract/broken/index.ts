import { brokenByCrashes } from './crashes.ts';
import { falseFailures } from './failures.ts';
import { falseOutcomes } from './outcomes.ts';
import type { BrokenTarget } from './spoil.ts';

/** Targets that each break one promise; `breaks` names the one that notices. */
export const brokenTargets: readonly BrokenTarget[] = [...falseOutcomes, ...falseFailures, ...brokenByCrashes];
