import type { LeadTargetPromise } from './promise.ts';
import { bulkPromises } from './promises/bulk.ts';
import { crashPromises } from './promises/crashes.ts';
import { failurePromises } from './promises/failures.ts';
import { outcomePromises } from './promises/outcomes.ts';
import { peoplePromises } from './promises/people.ts';

export const leadTargetPromises: readonly LeadTargetPromise[] = [
  ...outcomePromises,
  ...failurePromises,
  ...crashPromises,
  ...bulkPromises,
  ...peoplePromises,
];
