// Not p-map: its iterable yields in source order, so that one slow lead would hold back the lines of all others.

export interface BoundedMapOptions<Item, Line> {
  /** Most items that are read and not yet yielded as lines. */
  readonly size: number;
  readonly work: (item: Item, index: number) => Promise<Line>;
  /** Called when the source has ended. */
  readonly onEnd: () => void;
  /** Aborted by the caller to stop; aborted here on the first failure, and when the consumer leaves. */
  readonly halt: AbortController;
}

/**
 * Maps the items of a source concurrently and yields each line when it is done, reading no further than `size`. After a failure nothing
 * more is read; lines in flight are still yielded before it is thrown.
 */
export async function* boundedMap<Item, Line>(
  source: Iterable<Item> | AsyncIterable<Item>,
  { size, work, onEnd, halt }: BoundedMapOptions<Item, Line>,
): AsyncGenerator<Line, void, undefined> {
  const items = Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
  const lines: Line[] = [];
  const changed = createWakeUp();
  const hasRoom = createWakeUp();
  let inFlight = 0;
  let isReading = false;
  let hasEnded = false;
  let sourceFailure: { readonly cause: unknown } | undefined;

  const fail = (reason: unknown): void => halt.abort(reason);
  const onHalt = (): void => {
    hasRoom.notify();
    changed.notify();
  };
  const done = (line: Line): void => {
    lines.push(line);
    inFlight--;
    changed.notify();
  };
  const failed = (reason: unknown): void => {
    inFlight--;
    fail(reason);
    changed.notify();
  };
  const readNext = async (): Promise<IteratorResult<Item, unknown>> => {
    isReading = true;
    try {
      return await items.next();
    } catch (cause) {
      sourceFailure = { cause };
      return END;
    } finally {
      isReading = false;
    }
  };
  const read = async (): Promise<void> => {
    for (let index = 0; ; index++) {
      while (inFlight + lines.length >= size && !halt.signal.aborted) await hasRoom.wait();
      if (halt.signal.aborted) return;
      const next = await readNext();
      if (halt.signal.aborted) return;
      if (next.done === true) break;
      inFlight++;
      work(next.value, index).then(done, failed);
    }
    hasEnded = true;
    onEnd();
    changed.notify();
  };

  halt.signal.addEventListener('abort', onHalt);
  read().catch(fail);
  let isFinished = false;
  try {
    for (;;) {
      for (let line = lines.shift(); line !== undefined; line = lines.shift()) {
        hasRoom.notify();
        yield line;
      }
      if ((hasEnded || halt.signal.aborted) && inFlight === 0 && lines.length === 0) break;
      await changed.wait();
    }
    isFinished = true;
  } finally {
    if (!isFinished) halt.abort();
    while (inFlight > 0) await changed.wait();
    halt.signal.removeEventListener('abort', onHalt);
    if (!hasEnded) await close(items, isReading);
  }
  if (halt.signal.aborted) throw halt.signal.reason;
  if (sourceFailure !== undefined) throw (sourceFailure as { cause: unknown }).cause;
}

const END = { done: true, value: undefined } as const;

/** Lets the source clean up; a source that is busy with its next item is not waited for. */
async function close(items: Iterator<unknown> | AsyncIterator<unknown>, isReading: boolean): Promise<void> {
  const returned = Promise.resolve(items.return?.()).catch(() => undefined);
  if (!isReading) await returned;
}

interface WakeUp {
  notify(): void;
  /** Resolves at the next `notify()`, or at once after one that had no waiter. */
  wait(): Promise<void>;
}

function createWakeUp(): WakeUp {
  let isNotified = false;
  let wake: (() => void) | undefined;
  return {
    notify() {
      isNotified = true;
      wake?.();
    },
    async wait() {
      if (!isNotified) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        wake = undefined;
      }
      isNotified = false;
    },
  };
}
