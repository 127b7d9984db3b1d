export interface WindowOptions<Item, Line> {
  /** Items read and not yet handed out as lines, at most. */
  readonly size: number;
  readonly work: (item: Item, index: number) => Promise<Line>;
  /** Called when the source has no more. */
  readonly onEnd: () => void;
  /** Aborted by whoever wants it to end; aborted here with the first failure, and when the consumer leaves. */
  readonly halt: AbortController;
}

/**
 * Works on items of a source side by side and gives their lines as they are done. Reads no further than the window, so a slow
 * consumer slows the source. After a failure nothing more is read; what is under way ends and is given, then the failure is thrown.
 * A source that breaks ends there: what it gave before goes its way, and its error comes last.
 */
export async function* throughWindow<Item, Line>(
  source: Iterable<Item> | AsyncIterable<Item>,
  { size, work, onEnd, halt }: WindowOptions<Item, Line>,
): AsyncGenerator<Line, void, undefined> {
  const items = Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
  const lines: Line[] = [];
  const changed = createBell();
  const room = createBell();
  let underWay = 0;
  let asking = false;
  let ended = false;
  let broken: { readonly cause: unknown } | undefined;

  const fail = (reason: unknown): void => halt.abort(reason);
  const onHalt = (): void => {
    room.ring();
    changed.ring();
  };
  const done = (line: Line): void => {
    lines.push(line);
    underWay--;
    changed.ring();
  };
  const failed = (reason: unknown): void => {
    underWay--;
    fail(reason);
    changed.ring();
  };
  const read = async (): Promise<void> => {
    for (let index = 0; ; index++) {
      while (underWay + lines.length >= size && !halt.signal.aborted) await room.rung();
      if (halt.signal.aborted) return;
      asking = true;
      let next: IteratorResult<Item, unknown> = END;
      try {
        next = await items.next();
      } catch (cause) {
        broken = { cause };
      }
      asking = false;
      if (halt.signal.aborted) return;
      if (next.done === true) break;
      underWay++;
      work(next.value, index).then(done, failed);
    }
    ended = true;
    onEnd();
    changed.ring();
  };

  halt.signal.addEventListener('abort', onHalt);
  read().catch(fail);
  let finished = false;
  try {
    for (;;) {
      for (let line = lines.shift(); line !== undefined; line = lines.shift()) {
        room.ring();
        yield line;
      }
      if ((ended || halt.signal.aborted) && underWay === 0 && lines.length === 0) break;
      await changed.rung();
    }
    finished = true;
  } finally {
    if (!finished) halt.abort();
    while (underWay > 0) await changed.rung();
    halt.signal.removeEventListener('abort', onHalt);
    if (!ended) await close(items, asking);
  }
  if (halt.signal.aborted) throw halt.signal.reason;
  if (broken !== undefined) throw (broken as { cause: unknown }).cause;
}

const END = { done: true, value: undefined } as const;

/** Lets the source clean up; one that is still thinking of its next item is not waited for. */
async function close(items: Iterator<unknown> | AsyncIterator<unknown>, asking: boolean): Promise<void> {
  const returned = Promise.resolve(items.return?.()).catch(() => undefined);
  if (!asking) await returned;
}

/** Wakes who waits for it; a ring that nobody heard is kept. */
function createBell() {
  let rang = false;
  let wake: (() => void) | undefined;
  return {
    ring(): void {
      rang = true;
      wake?.();
    },
    async rung(): Promise<void> {
      if (!rang) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        wake = undefined;
      }
      rang = false;
    },
  };
}
