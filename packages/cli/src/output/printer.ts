import { styleText } from 'node:util';
import type { Io, Out } from '../io.ts';
import { wrap } from './text.ts';

const FLUSH_CHARACTERS = 64 * 1024;

/** Writes lines to a stream in larger pieces, wrapped where it is a terminal; `ready` waits while the reader is slow. */
export class Printer {
  readonly #out: Out;
  #held: string[] = [];
  #size = 0;
  #scheduled = false;
  #closed = false;

  constructor(out: Out) {
    this.#out = out;
    // A reader that closed the pipe (`| head`) ends the printing, not the import.
    out.on('error', () => (this.#closed = true));
  }

  line(given = ''): void {
    if (this.#closed) return;
    const { isTTY, columns } = this.#out;
    const text = isTTY === true && columns !== undefined ? wrap(given, columns) : given;
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

  /** Settles when the stream takes more; undefined when it does so now. */
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

  /** Hands over what is held back, and waits for the stream. */
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

/** Colours where the stream is a terminal and `NO_COLOR` is not set. */
export function styleFor(out: Out, env: Io['env']): Style {
  const plain = out.isTTY !== true || Boolean(env.NO_COLOR) || env.TERM === 'dumb';
  return plain ? (_format, text) => text : (format, text) => styleText(format, text, { validateStream: false });
}

/** What a command about a file prints to: results on standard output, and notes there, too, or beside `--json` on standard error. */
export interface Output {
  readonly out: Printer;
  readonly notes: Printer;
  readonly style: Style;
  readonly onNotice: (text: string) => void;
}

export function openOutput({ stdout, stderr, env }: Pick<Io, 'stdout' | 'stderr' | 'env'>, json: boolean): Output {
  const out = new Printer(stdout);
  const notes = json ? new Printer(stderr) : out;
  const style = styleFor(json ? stderr : stdout, env);
  return { out, notes, style, onNotice: (text) => notes.line(style('yellow', text)) };
}
