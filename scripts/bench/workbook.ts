import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';

const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

const relations = (...parts: readonly (readonly [type: string, target: string])[]): string => {
  const each = parts.map(
    ([type, target], at) => `<Relationship Id="rId${at + 1}" Type="${OFFICE}/${type}" Target="${target}"/>`,
  );
  return `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${each.join('')}</Relationships>`;
};

/** Writes a workbook as Excel does: every text is shared, numbers stand in their cells. */
export async function writeWorkbook(path: string, rows: () => Iterable<readonly (string | number)[]>): Promise<void> {
  const shared = new Map<string, number>();
  for (const row of rows())
    for (const cell of row) if (typeof cell === 'string' && !shared.has(cell)) shared.set(cell, shared.size);
  function* strings(): Generator<string> {
    yield '<sst>';
    for (const text of shared.keys()) yield `<si><t>${text}</t></si>`;
    yield '</sst>';
  }
  function* sheet(): Generator<string> {
    yield '<worksheet><sheetData>';
    let number = 0;
    for (const row of rows()) {
      number++;
      const cells = row.map((cell, at) => {
        const reference = `${'ABCDE'[at]}${number}`;
        return typeof cell === 'number'
          ? `<c r="${reference}"><v>${cell}</v></c>`
          : `<c r="${reference}" t="s"><v>${shared.get(cell)}</v></c>`;
      });
      yield `<row r="${number}">${cells.join('')}</row>`;
    }
    yield '</sheetData></worksheet>';
  }
  const parts: Readonly<Record<string, Iterable<string>>> = {
    '_rels/.rels': [relations(['officeDocument', 'xl/workbook.xml'])],
    'xl/_rels/workbook.xml.rels': [
      relations(['worksheet', 'worksheets/sheet1.xml'], ['sharedStrings', 'sharedStrings.xml']),
    ],
    'xl/workbook.xml': [
      `<workbook xmlns:r="${OFFICE}"><sheets><sheet name="Leads" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ],
    'xl/sharedStrings.xml': strings(),
    'xl/worksheets/sheet1.xml': sheet(),
  };
  const zip = new ZipFile();
  for (const [name, texts] of Object.entries(parts)) zip.addReadStream(Readable.from(texts), name);
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(path));
}
