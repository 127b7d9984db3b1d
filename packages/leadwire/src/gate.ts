/** Lets single sends pass before those of a running bulk. */
export interface Gate {
  /** Settles when it is this send's turn to queue at the target; the answer leaves again, once or more. */
  enter(priority: 'single' | 'bulk'): Promise<() => void> | (() => void);
}

/**
 * A target's limiter serves in order, so what has queued there cannot be overtaken: of a bulk only `room` sends may stand there at
 * once, and while a single send does, only one. A send has left when its first byte may go.
 */
export function createGate(room = 4): Gate {
  let singles = 0;
  let bulks = 0;
  const waiting: ((leave: () => void) => void)[] = [];

  const free = (): boolean => bulks < (singles > 0 ? 1 : room);
  const admit = (): void => {
    while (waiting.length > 0 && free()) waiting.shift()?.(pass('bulk'));
  };
  const pass = (priority: 'single' | 'bulk'): (() => void) => {
    let inside = true;
    if (priority === 'single') singles++;
    else bulks++;
    return () => {
      if (!inside) return;
      inside = false;
      if (priority === 'single') singles--;
      else bulks--;
      admit();
    };
  };

  return {
    enter(priority) {
      if (priority === 'single' || (waiting.length === 0 && free())) return pass(priority);
      return new Promise((resolve) => waiting.push(resolve));
    },
  };
}
