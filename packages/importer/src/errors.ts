export { clean } from './clean-text.ts';
export { type DescribedError, describeError } from './describe-error.ts';
export { Fault, type FaultKind, setVariable } from './fault.ts';
