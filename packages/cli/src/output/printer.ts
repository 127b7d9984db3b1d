import { styleText } from 'node:util';
import type { Io, Out } from '../io.ts';

const FLUSH_CHARACTERS = 64 * 1024;

/** Lines to a stream, gathered into larger writes; `ready` waits while the reader at the other end is slow. */
export class Printer {
  readonly #out: Out;
  #held: string[] = [];
  #size = 0;
  #scheduled = false;
  #closed = false;

  constructor(out: Out) {
    this.#out = out;
    // A reader that went away (`| head`) ends the printing, not the work.
    out.on('error', () => (this.#closed = true));
  }

  line(text = ''): void {
    if (this.#closed) return;
    this.#held.push(text, '\n');
    this.#size += text.length + 1;
    if (this.#size >= FLUSH_CHARACTERS) this.#flush();
    else if (!this.#scheduled) {
      this.#scheduled = true;
      setImmediate(() => {
        this.#scheduled = false;
        this.#flush();
      });
    }
  }

  json(value: unknown): void {
    this.line(JSON.stringify(value));
  }

  /** Settles when more may be written; undefined when it may be at once. */
  ready(): Promise<void> | undefined {
    if (this.#closed || !this.#out.writableNeedDrain) return undefined;
    return new Promise((resolve) => {
      const go = () => {
        for (const event of ['drain', 'close', 'error'] as const) this.#out.off(event, go);
        resolve();
      };
      for (const event of ['drain', 'close', 'error'] as const) this.#out.on(event, go);
    });
  }

  /** All of it is with the stream. */
  async end(): Promise<void> {
    this.#flush();
    await this.ready();
  }

  #flush(): void {
    if (this.#size === 0 || this.#closed) return;
    const text = this.#held.join('');
    this.#held = [];
    this.#size = 0;
    this.#out.write(text);
  }
}

export type Style = (format: 'bold' | 'dim' | 'red' | 'yellow' | 'green', text: string) => string;

/** Colours for a terminal that wants them. */
export function styleFor(out: Out, env: Io['env']): Style {
  const plain = out.isTTY !== true || Boolean(env.NO_COLOR) || env.TERM === 'dumb';
  return plain ? (_format, text) => text : (format, text) => styleText(format, text, { validateStream: false });
}
