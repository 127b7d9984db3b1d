import { createObserver, type Observer } from '../events.ts';
import type { OperationMeta } from '../operation.ts';
import type { CallOptions } from '../options.ts';
import type { Provider } from './provider-definition.ts';

/** What the caller gave for one operation. */
export interface CallInput {
  readonly path: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  readonly query?: unknown;
  readonly options: CallOptions;
}

/** What one call is made of, the same from its first step to its last. */
export interface CallContext {
  readonly provider: Provider;
  readonly operation: OperationMeta;
  readonly input: CallInput;
  readonly observe: Observer;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly deadlineAt: number;
}

export function createCallContext(provider: Provider, operation: OperationMeta, input: CallInput): CallContext {
  const { clock, deadlineMs, onEvent } = provider.options;
  const startedAt = clock.now();
  const observe = createObserver(onEvent, provider.name, operation.id, clock.now);
  return {
    provider,
    operation,
    input,
    observe,
    startedAt,
    deadlineAt: startedAt + (input.options.deadlineMs ?? deadlineMs),
  };
}
