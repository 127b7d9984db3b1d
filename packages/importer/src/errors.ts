export { clean } from './clean-text.ts';
export { type DescribedError, describeError } from './describe-error.ts';
export { Fault, type FaultKind } from './fault.ts';
