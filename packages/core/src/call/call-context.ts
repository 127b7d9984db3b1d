import type { Observer } from '../events.ts';
import type { OperationMeta } from '../operation.ts';
import type { CallResult } from '../result.ts';
import type { Sent } from '../transport/send-context.ts';
import type { CallInput } from './prepare-request.ts';
import type { Provider } from './provider-definition.ts';

/** What one call is made of, the same from its first step to its last. */
export interface CallContext {
  readonly provider: Provider;
  readonly operation: OperationMeta;
  readonly input: CallInput;
  readonly observe: Observer;
  /** Milliseconds since the epoch. */
  readonly deadlineAt: number;
}

/** One sending of a call, with all its attempts, and what it gave. */
export interface Execution {
  readonly sent: Sent;
  readonly outcome: CallResult<unknown>;
}
