import { styleText } from 'node:util';
import type { Reasons } from '@leadwire/importer';
import { clean } from '@leadwire/importer/errors';
import type { Io, Out } from '../io.ts';

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

// biome-ignore lint/suspicious/noControlCharactersInRegex: an escape character begins each colour
const COLOUR = /\u001b\[[\d;]*m/g;
const LONGEST_NAME = 60;

/** A column name as it is shown: without control characters, and cut. */
export function columnName(name: string): string {
  const text = clean(name);
  return text.length > LONGEST_NAME ? `${text.slice(0, LONGEST_NAME - 1)}…` : text;
}

/** Breaks a line at spaces so that it fits a terminal; what follows is indented like its beginning. Colours take no room. */
export function wrap(line: string, width: number): string {
  if (line.replace(COLOUR, '').length <= width || width < 20) return line;
  const indent = /^ */.exec(line)?.[0] ?? '';
  const hanging = ' '.repeat(Math.min(indent.length + 2, Math.floor(width / 3)));
  const lines: string[] = [];
  let current = indent;
  let room = width - indent.length;
  for (const word of line.trimStart().split(' ')) {
    const length = word.replace(COLOUR, '').length;
    if (length + 1 > room && current.trim() !== '') {
      lines.push(current.trimEnd());
      current = hanging;
      room = width - hanging.length;
    }
    current += `${word} `;
    room -= length + 1;
  }
  return [...lines, current.trimEnd()].join('\n');
}

/** A count in front of what it counts, as summaries show it. */
export const countLine = (count: number, text: string): string => `${count.toLocaleString('en').padStart(9)}  ${text}`;

/** In front of the reasons below a count. */
export const INDENT = '             ';

/** A count with the reasons below it; nothing where it is 0. */
export const countWithReasons = (count: number, text: string, reasons?: Reasons): string[] =>
  count === 0 ? [] : [countLine(count, text), ...(reasons?.lines(INDENT) ?? [])];

/** A text as one argument of a command that a person copies: quoted where the shell would take it apart. */
export function asArgument(text: string, platform: NodeJS.Platform = process.platform): string {
  if (/^[\p{L}\p{N}_./\\:@%+=,-]+$/u.test(text)) return text;
  // A file name on Windows has no double quote; cmd and PowerShell both take this form.
  return platform === 'win32' ? `"${text}"` : `'${text.replaceAll("'", `'\\''`)}'`;
}
