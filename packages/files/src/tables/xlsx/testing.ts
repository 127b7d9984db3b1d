import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006/relationships';

/** A zip archive with these files. */
export async function zipOf(files: Readonly<Record<string, string | Buffer>>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content as string), name);
  zip.end();
  return buffer(zip.outputStream);
}

export interface WorkbookParts {
  /** The XML inside `sheetData` of each sheet, by name. */
  readonly sheets: Readonly<Record<string, string>>;
  /** The XML of the shared strings, `<si><t>a</t></si>`. */
  readonly strings?: string;
  /** Number formats of the cell styles, from style 1. */
  readonly formats?: readonly string[];
  /** XML in front of `sheetData`. */
  readonly beforeData?: string;
  readonly workbookPr?: string;
  /** Names of sheets that are hidden. */
  readonly hidden?: readonly string[];
  /** Other files, or other contents of these. */
  readonly files?: Readonly<Record<string, string>>;
}

/** A workbook as Excel lays it out. */
export function workbookOf({ sheets, strings = '', formats = [], ...parts }: WorkbookParts): Promise<Buffer> {
  const names = Object.keys(sheets);
  const state = (name: string): string => (parts.hidden?.includes(name) ? ' state="hidden"' : '');
  const styles = formats.map((code, index) => `<numFmt numFmtId="${164 + index}" formatCode="${code}"/>`).join('');
  const xfs = ['<xf numFmtId="0"/>', ...formats.map((_, index) => `<xf numFmtId="${164 + index}"/>`)].join('');
  const relations = [
    ...names.map((_, index) => ['worksheet', `worksheets/sheet${index + 1}.xml`, `rId${index + 1}`] as const),
    ['sharedStrings', 'sharedStrings.xml', 'rIdS'] as const,
    ['styles', 'styles.xml', 'rIdT'] as const,
  ];
  return zipOf({
    '_rels/.rels': `<Relationships xmlns="${PACKAGE}"><Relationship Id="r1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}">${parts.workbookPr ?? ''}<sheets>${names
      .map((name, index) => `<sheet name="${name}" sheetId="${index + 1}"${state(name)} r:id="rId${index + 1}"/>`)
      .join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${PACKAGE}">${relations
      .map(([type, target, id]) => `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"/>`)
      .join('')}</Relationships>`,
    'xl/sharedStrings.xml': `<sst xmlns="${MAIN}">${strings}</sst>`,
    'xl/styles.xml': `<styleSheet xmlns="${MAIN}"><numFmts>${styles}</numFmts><cellXfs>${xfs}</cellXfs></styleSheet>`,
    ...Object.fromEntries(
      names.map((name, index) => [
        `xl/worksheets/sheet${index + 1}.xml`,
        `<worksheet xmlns="${MAIN}">${parts.beforeData ?? ''}<sheetData>${sheets[name] ?? ''}</sheetData></worksheet>`,
      ]),
    ),
    ...parts.files,
  });
}

/** Rows of inline strings, as libraries write them. */
export const inlineRows = (rows: readonly (readonly string[])[]): string =>
  rows
    .map((cells) => `<row>${cells.map((cell) => `<c t="inlineStr"><is><t>${cell}</t></is></c>`).join('')}</row>`)
    .join('');
