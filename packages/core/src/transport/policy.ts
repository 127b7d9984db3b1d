import type { Execution } from './execution.ts';
import type { HttpRequest } from './request.ts';
import type { AttemptResult } from './response.ts';

/** Sends a request, and gives what came of it. Rejects only when a callback of the caller does. */
export type Send = (request: HttpRequest, execution: Execution) => Promise<AttemptResult>;

/** One step on the way of a request: it hands it to the next, as often as it sees fit. */
export type Policy = (request: HttpRequest, execution: Execution, next: Send) => Promise<AttemptResult>;
