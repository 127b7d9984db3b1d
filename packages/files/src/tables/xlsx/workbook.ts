import { listColumns, shortName } from '../../columns/find-column.ts';
import { didYouMean } from '../../did-you-mean.ts';
import { FileError } from '../../errors.ts';
import { optionError } from '../../option-error.ts';
import { builtInFormat, createNumberText, type NumberText } from './number-text.ts';
import { readSharedStrings, type SharedStrings } from './shared-strings.ts';
import { type Attributes, readXml, type XmlEvents } from './xml.ts';
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
  const path = await workbookPath(zip);
  const parts = await readRelations(zip, relationsOf(path));
  const pathOf = (type: string): string => parts.find((part) => part.type === type)?.path ?? '';
  const { sheets, is1904 } = await readSheets(zip, path, parts);
  const formats = await readFormats(zip, pathOf('styles'));
  return {
    sheets,
    strings: await readSharedStrings(await zip.read(pathOf('sharedStrings'))),
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

/** The part that the package names as its document; `xl/workbook.xml` in nearly all. */
async function workbookPath(zip: Zip): Promise<string> {
  const parts = await readRelations(zip, '_rels/.rels');
  const named = parts.find(({ type }) => type === 'officeDocument')?.path ?? 'xl/workbook.xml';
  const other = OTHERS.find(([entry]) => zip.has(entry))?.[1];
  if (other === undefined && zip.has(named)) return named;
  const what = other ?? 'a zip archive';
  throw new FileError(`the file is ${what}, and not a table of leads.`, {
    hints: [other === undefined ? 'Unpack it first.' : 'Open it and save it as .xlsx or as "CSV UTF-8".'],
  });
}

/** A part of the package that another one refers to. */
interface Part {
  readonly id: string;
  /** The last word of its type, which is the same in strict and transitional workbooks: `worksheet`. */
  readonly type: string;
  readonly path: string;
}

/** Where the relations of a part are kept: `xl/_rels/workbook.xml.rels`. */
const relationsOf = (path: string): string => path.replace(/[^/]*$/, '_rels/$&.rels');

async function readRelations(zip: Zip, path: string): Promise<readonly Part[]> {
  const folder = path.replace(/_rels\/[^/]*$/, '');
  const parts: Part[] = [];
  await readSmall(zip, path, {
    open(name, { Id = '', Target = '', Type = '' }) {
      if (name === 'Relationship')
        parts.push({ id: Id, type: Type.split('/').at(-1) ?? '', path: resolvePath(folder, Target) });
    },
  });
  return parts;
}

/** A target stands beside its part, or begins at the root with a slash. */
const resolvePath = (folder: string, target: string): string =>
  decodeURIComponent(URL.parse(target, `zip:///${folder}`)?.pathname.slice(1) ?? '');

/** More than any part but sheets and texts needs. */
const MAX_SMALL_BYTES = 32 * 1024 * 1024;

async function readSmall(zip: Zip, path: string, events: XmlEvents): Promise<void> {
  if (zip.sizeOf(path) > MAX_SMALL_BYTES)
    throw new FileError('a part of the workbook is larger than 32 MB, which no list of leads needs.', {
      hints: ['Save the sheet of leads as "CSV UTF-8", or in a separate workbook.'],
    });
  await readXml(await zip.read(path), events);
}

async function readSheets(
  zip: Zip,
  path: string,
  parts: readonly Part[],
): Promise<{ sheets: readonly Sheet[]; is1904: boolean }> {
  const sheets: Sheet[] = [];
  let is1904 = false;
  await readSmall(zip, path, {
    open(name, attributes) {
      if (name === 'workbookPr') is1904 = /^(1|true)$/.test(attributes.date1904 ?? '');
      if (name !== 'sheet') return;
      const part = parts.find(({ id, type }) => type === 'worksheet' && id === relationOf(attributes));
      if (part === undefined) return;
      const isHidden = (attributes.state ?? 'visible') !== 'visible';
      sheets.push({ name: attributes.name ?? '', isHidden, path: part.path });
    },
  });
  return { sheets, is1904 };
}

/** `r:id`, whatever prefix the writer chose. */
const relationOf = (attributes: Attributes): string | undefined =>
  Object.entries(attributes).find(([name]) => /(^|:)id$/.test(name))?.[1];

async function readFormats(zip: Zip, path: string): Promise<readonly string[]> {
  const own = new Map<number, string>();
  const formats: string[] = [];
  let isCellStyle = false;
  await readSmall(zip, path, {
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
  throw optionError(
    `there is no sheet "${shortName(wanted)}".`,
    ...didYouMean(
      wanted,
      sheets.map(({ name }) => name),
    ),
    `The sheets are: ${listColumns(sheets.map(({ name }) => name))}.`,
  );
}
