import { SaxesParser } from 'saxes';
import { FileError } from '../../errors.ts';

export type Attributes = Readonly<Record<string, string>>;

/** What is told of an XML document; names come without their prefix. */
export interface XmlEvents {
  open?(name: string, attributes: Attributes): void;
  text?(text: string): void;
  close?(name: string): void;
}

const withoutPrefix = (name: string): string => name.slice(name.indexOf(':') + 1);

/** Characters of one text or tag: Excel allows 32,767 in a cell, and the parser keeps them until their end comes. */
const MAX_PIECE = 4 * 1024 * 1024;

/** Reads XML as its text comes; `write` throws a FileError where it is not well-formed. */
export function createXmlReader(events: XmlEvents): { write(text: string): void; end(): void } {
  const parser = new SaxesParser({ xmlns: false, fragment: false });
  let failed = false;
  let sinceTag = 0;
  parser.on('error', () => {
    failed = true;
  });
  parser.on('opentag', ({ name, attributes }) => {
    sinceTag = 0;
    events.open?.(withoutPrefix(name), attributes as Attributes);
  });
  if (events.text) {
    parser.on('text', (text) => events.text?.(text));
    parser.on('cdata', (text) => events.text?.(text));
  }
  parser.on('closetag', ({ name }) => {
    sinceTag = 0;
    events.close?.(withoutPrefix(name));
  });
  const orFail = (run: () => void): void => {
    run();
    if (failed)
      throw new FileError('the workbook is damaged: a part of it is not well-formed.', {
        hints: ['Open it in Excel or LibreOffice and save it again.'],
      });
  };
  return {
    write: (text) => {
      sinceTag += text.length;
      orFail(() => parser.write(text));
      if (sinceTag > MAX_PIECE)
        throw new FileError('a cell of the workbook holds more text than Excel allows.', {
          hints: ['It is damaged: export it again.'],
        });
    },
    end: () => orFail(() => parser.close()),
  };
}

/** Reads a whole document. */
export async function readXml(texts: AsyncIterable<string>, events: XmlEvents): Promise<void> {
  const reader = createXmlReader(events);
  let isEmpty = true;
  for await (const text of texts) {
    isEmpty = false;
    reader.write(text);
  }
  if (!isEmpty) reader.end();
}
