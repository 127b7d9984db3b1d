import { brokenByCrashes } from './broken/crashes.ts';
import { falseFailures } from './broken/failures.ts';
import { falseOutcomes } from './broken/outcomes.ts';
import type { BrokenTarget } from './broken/spoil.ts';

/** Targets that each break one promise; `breaks` names the one that notices. */
export const brokenTargets: readonly BrokenTarget[] = [...falseOutcomes, ...falseFailures, ...brokenByCrashes];
