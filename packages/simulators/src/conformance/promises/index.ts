import type { LeadTargetPromise } from '../promise.ts';
import { bulkPromises } from './bulk.ts';
import { crashPromises } from './crashes.ts';
import { failurePromises } from './failures.ts';
import { outcomePromises } from './outcomes.ts';
import { peoplePromises } from './people.ts';

export const leadTargetPromises: readonly LeadTargetPromise[] = [
  ...outcomePromises,
  ...failurePromises,
  ...crashPromises,
  ...bulkPromises,
  ...peoplePromises,
];
