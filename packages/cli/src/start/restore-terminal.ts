import type { Out } from '../io.ts';

/** Shows the cursor and wraps lines again, which a progress bar that is cut off leaves hidden and off. */
export function restoreTerminal(out: Out): void {
  if (out.isTTY === true) out.write('\u001b[?25h\u001b[?7h\n');
}
