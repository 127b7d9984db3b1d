import { listColumns, shortName } from '../../columns/find-column.ts';
import { FileError } from '../../errors.ts';
import { builtInFormat, createNumberText, type NumberText } from './number-text.ts';
import { readSharedStrings, type SharedStrings } from './shared-strings.ts';
import { readXml } from './xml.ts';
import type { Zip } from './zip.ts';

export interface Sheet {
  readonly name: string;
  readonly isHidden: boolean;
  /** Its file inside the workbook. */
  readonly path: string;
}

/** What the cells of every sheet refer to. */
export interface Workbook {
  readonly sheets: readonly Sheet[];
  readonly strings: SharedStrings;
  readonly numberText: NumberText;
}

export async function readWorkbook(zip: Zip): Promise<Workbook> {
  refuseOthers(zip);
  const { sheets, is1904 } = await readSheets(zip);
  const formats = await readFormats(zip);
  return {
    sheets,
    strings: await readSharedStrings(await zip.read('xl/sharedStrings.xml')),
    numberText: createNumberText(formats, is1904),
  };
}

const OTHERS: readonly (readonly [entry: string, what: string])[] = [
  ['xl/workbook.bin', 'a binary Excel workbook (.xlsb)'],
  ['content.xml', 'an OpenDocument file (.ods)'],
  ['word/document.xml', 'a Word document'],
  ['ppt/presentation.xml', 'a presentation'],
  ['Index/Document.iwa', 'an Apple Numbers file'],
];

function refuseOthers(zip: Zip): void {
  if (zip.has('xl/workbook.xml')) return;
  const what = OTHERS.find(([entry]) => zip.has(entry))?.[1] ?? 'a zip archive';
  throw new FileError(`the file is ${what}, and not a table of leads.`, {
    hints: [what === 'a zip archive' ? 'Unpack it first.' : 'Open it and save it as .xlsx or as "CSV UTF-8".'],
  });
}

async function readSheets(zip: Zip): Promise<{ sheets: readonly Sheet[]; is1904: boolean }> {
  const targets = new Map<string, string>();
  await readXml(await zip.read('xl/_rels/workbook.xml.rels'), {
    open(name, { Id = '', Target = '', Type = '' }) {
      if (name === 'Relationship' && Type.endsWith('/worksheet')) targets.set(Id, pathOf(Target));
    },
  });
  const sheets: Sheet[] = [];
  let is1904 = false;
  await readXml(await zip.read('xl/workbook.xml'), {
    open(name, attributes) {
      if (name === 'workbookPr') is1904 = /^(1|true)$/.test(attributes.date1904 ?? '');
      if (name !== 'sheet') return;
      const path = targets.get(attributes['r:id'] ?? attributes.id ?? '');
      if (path === undefined) return;
      sheets.push({ name: attributes.name ?? '', isHidden: (attributes.state ?? 'visible') !== 'visible', path });
    },
  });
  return { sheets, is1904 };
}

const pathOf = (target: string): string =>
  target.startsWith('/') ? target.slice(1) : `xl/${target.replace(/^\.\//, '')}`;

async function readFormats(zip: Zip): Promise<readonly string[]> {
  const own = new Map<number, string>();
  const formats: string[] = [];
  let isCellStyle = false;
  await readXml(await zip.read('xl/styles.xml'), {
    open(name, attributes) {
      if (name === 'numFmt') own.set(Number(attributes.numFmtId), attributes.formatCode ?? 'General');
      else if (name === 'cellXfs') isCellStyle = true;
      else if (name === 'xf' && isCellStyle) {
        const id = Number(attributes.numFmtId ?? 0);
        formats.push(own.get(id) ?? builtInFormat(id));
      }
    },
    close(name) {
      if (name === 'cellXfs') isCellStyle = false;
    },
  });
  return formats;
}

/** The sheets to look at, the one that is asked for or the visible ones in their order. */
export function chosenSheets({ sheets }: Workbook, wanted: string | undefined): readonly Sheet[] {
  if (wanted === undefined) return sheets.filter(({ isHidden }) => !isHidden);
  const found =
    sheets.find(({ name }) => name === wanted) ??
    sheets.find(({ name }) => name.trim().toLowerCase() === wanted.trim().toLowerCase());
  if (found !== undefined) return [found];
  throw new FileError(`there is no sheet "${shortName(wanted)}".`, {
    code: 'option',
    hints: [`The sheets are: ${listColumns(sheets.map(({ name }) => name))}.`],
  });
}
