import { FileError } from '../../errors.ts';
import { readXml } from './xml.ts';

/** More text than this is not a list of leads. */
const MAX_BYTES = 256 * 1024 * 1024;
const MAX_TEXTS = 16_000_000;

/** The texts of a workbook, which its cells name by number. Kept as UTF-8 in one piece: hundreds of thousands of strings would take five times as much. */
export class SharedStrings {
  #bytes: Buffer = Buffer.alloc(64 * 1024);
  #length = 0;
  readonly #ends: number[] = [];

  add(text: string): void {
    const needed = this.#length + Buffer.byteLength(text);
    if (needed > MAX_BYTES || this.#ends.length === MAX_TEXTS)
      throw new FileError('the workbook holds more text than a list of leads can.', {
        hints: ['Save the sheet of leads as "CSV UTF-8", or in a separate workbook.'],
      });
    if (needed > this.#bytes.length) {
      const larger = Buffer.alloc(Math.max(needed, this.#bytes.length * 2));
      this.#bytes.copy(larger, 0, 0, this.#length);
      this.#bytes = larger;
    }
    this.#length += this.#bytes.write(text, this.#length);
    this.#ends.push(this.#length);
  }

  get(index: number): string {
    const end = this.#ends[index];
    return end === undefined ? '' : this.#bytes.toString('utf8', this.#ends[index - 1] ?? 0, end);
  }
}

/** Reads `sharedStrings.xml`: the runs of a formatted text as one, without the reading aids of Japanese. */
export async function readSharedStrings(texts: AsyncIterable<string>): Promise<SharedStrings> {
  const strings = new SharedStrings();
  let current = '';
  let isText = false;
  let isPhonetic = false;
  await readXml(texts, {
    open(name) {
      if (name === 'si') current = '';
      else if (name === 'rPh') isPhonetic = true;
      else if (name === 't') isText = !isPhonetic;
    },
    text(text) {
      if (isText) current += text;
    },
    close(name) {
      if (name === 't') isText = false;
      else if (name === 'rPh') isPhonetic = false;
      else if (name === 'si') strings.add(current);
    },
  });
  return strings;
}
