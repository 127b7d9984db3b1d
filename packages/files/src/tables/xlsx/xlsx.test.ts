import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { ZipFile } from 'yazl';
import type { ReadOptions } from '../../options.ts';
import { isReady, openText, outcomesOf, rowsOf } from '../../testing.ts';

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006/relationships';

/** A zip archive with these files. */
async function zipOf(files: Readonly<Record<string, string | Buffer>>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content as string), name);
  zip.end();
  return buffer(zip.outputStream);
}

interface WorkbookParts {
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
function workbookOf({ sheets, strings = '', formats = [], ...parts }: WorkbookParts): Promise<Buffer> {
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
const inlineRows = (rows: readonly (readonly string[])[]): string =>
  rows
    .map((cells) => `<row>${cells.map((cell) => `<c t="inlineStr"><is><t>${cell}</t></is></c>`).join('')}</row>`)
    .join('');

const LEADS = inlineRows([
  ['Name', 'Phone'],
  ['Asha', '+919876543210'],
  ['Ravi', '+919876543211'],
]);
const BOTH = ['+919876543210', '+919876543211'];

const open = (bytes: Buffer, options: ReadOptions = {}, name = 'leads.xlsx') => openText(bytes, options, name);

async function read(parts: WorkbookParts, options: ReadOptions = {}) {
  const notices: string[] = [];
  const file = await open(await workbookOf(parts), {
    country: 'IN',
    onNotice: (text) => notices.push(text),
    ...options,
  });
  const rows = await rowsOf(file);
  return { file, notices, rows, outcomes: rows.map((row) => (isReady(row) ? row.lead.phone : row.code)) };
}

test('a workbook of inline strings is read', async () => {
  expect((await read({ sheets: { Leads: LEADS } })).outcomes).toEqual(BOTH);
});

test('the runs of a formatted shared string are one text', async () => {
  const strings =
    '<si><t>Name</t></si><si><t>Phone</t></si><si><r><rPr><b/></rPr><t>+9198765</t></r><r><t>43210</t></r></si>';
  const cells =
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row><row r="2"><c r="B2" t="s"><v>2</v></c></row>';
  expect((await read({ sheets: { Leads: cells }, strings })).outcomes).toEqual(['+919876543210']);
});

test.each([
  ['absolute', '/xl/worksheets/sheet1.xml'],
  ['relative to its folder', './worksheets/sheet1.xml'],
  ['in other capitals', 'Worksheets/Sheet1.xml'],
  ['in another folder', '../xl/worksheets/sheet1.xml'],
])('a sheet whose target is %s is found', async (_, target) => {
  const rels = `<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="${target}"/></Relationships>`;
  const { outcomes } = await read({ sheets: { Leads: LEADS }, files: { 'xl/_rels/workbook.xml.rels': rels } });
  expect(outcomes).toEqual(BOTH);
});

test('a workbook part under another name is found by the package', async () => {
  const bytes = await zipOf({
    '_rels/.rels':
      '<Relationships><Relationship Id="a" Type="x/officeDocument" Target="/book/main.xml"/></Relationships>',
    'book/main.xml':
      '<x:workbook xmlns:x="m" xmlns:ns1="r"><x:sheets><x:sheet name="Leads" ns1:id="b"/></x:sheets></x:workbook>',
    'book/_rels/main.xml.rels':
      '<Relationships><Relationship Id="b" Type="x/worksheet" Target="sheets/1.xml"/></Relationships>',
    'book/sheets/1.xml': `<x:worksheet xmlns:x="m"><x:sheetData>${LEADS.replace(/<(\/?)(\w)/g, '<$1x:$2')}</x:sheetData></x:worksheet>`,
  });
  expect(await outcomesOf(await open(bytes))).toEqual(BOTH);
});

test('a workbook in the strict form of OOXML is read', async () => {
  const strict = 'http://purl.oclc.org/ooxml';
  const { outcomes } = await read({
    sheets: { Leads: LEADS },
    files: {
      '_rels/.rels': `<Relationships><Relationship Id="r1" Type="${strict}/officeDocument/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
      'xl/workbook.xml': `<workbook xmlns="${strict}/spreadsheetml/main" xmlns:r="${strict}/officeDocument/relationships" conformance="strict"><sheets><sheet name="Leads" sheetId="1" r:id="rId1"/></sheets></workbook>`,
      'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="rId1" Type="${strict}/officeDocument/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    },
  });
  expect(outcomes).toEqual(BOTH);
});

test('dates of a workbook from an old Mac are counted from 1904', async () => {
  const sheet =
    '<row><c t="str"><v>Phone</v></c><c t="str"><v>Notes</v></c></row><row><c t="str"><v>+919876543210</v></c><c s="1"><v>44681</v></c></row>';
  const { rows } = await read({
    sheets: { Leads: sheet },
    formats: ['yyyy-mm-dd'],
    workbookPr: '<workbookPr date1904="1"/>',
  });
  expect(rows[0]).toMatchObject({ lead: { notes: '2026-05-01' } });
});

test.each([
  ['+0', '919876543210'],
  ['0.00', '9876543210'],
  ['#,##0', '9876543210'],
  ['00000000000', '9876543210'],
  ['00000\\ 00000', '9876543210'],
  ['0.00E+00', '9876543210'],
  ['General', '919876543210'],
])('a phone that is stored as a number in the format %s keeps its digits', async (format, value) => {
  const sheet = `<row><c t="str"><v>Phone</v></c></row><row><c s="1"><v>${value}</v></c></row>`;
  expect((await read({ sheets: { Leads: sheet }, formats: [format] })).outcomes).toEqual(['+919876543210']);
});

test('a phone that is stored in scientific notation with all its digits is read', async () => {
  const sheet = '<row><c t="str"><v>Phone</v></c></row><row><c><v>9.1987654321E11</v></c></row>';
  expect((await read({ sheets: { Leads: sheet } })).outcomes).toEqual(['+919876543210']);
});

test('the stored result of a formula is read', async () => {
  const sheet =
    '<row><c t="str"><v>Phone</v></c></row><row><c t="str"><f>"+91"&amp;B2</f><v>+919876543210</v></c></row><row><c><f>B3</f><v>9876543211</v></c></row>';
  expect((await read({ sheets: { Leads: sheet } })).outcomes).toEqual(BOTH);
});

test('a formula without a stored result is an empty cell, which is said once', async () => {
  const sheet =
    '<row r="1"><c t="str"><v>Phone</v></c></row><row r="2"><c><f>B2</f></c><c t="str"><v>x</v></c></row><row r="3"><c><f>B3</f></c><c t="str"><v>x</v></c></row>';
  const { notices, outcomes } = await read({ sheets: { Leads: sheet } });
  expect(outcomes).toEqual(['no-phone', 'no-phone']);
  expect(notices).toEqual([expect.stringMatching(/^Row 2 holds a formula whose result is not in the file/)]);
});

test('an error in a cell is an empty cell', async () => {
  const sheet =
    '<row><c t="str"><v>Name</v></c><c t="str"><v>Phone</v></c></row><row><c t="e"><v>#REF!</v></c><c t="str"><v>+919876543210</v></c></row><row><c t="str"><v>B</v></c><c t="e"><v>#N/A</v></c></row>';
  const { rows } = await read({ sheets: { Leads: sheet } });
  expect(rows).toEqual([
    expect.objectContaining({ lead: expect.objectContaining({ phone: '+919876543210', name: undefined }) }),
    expect.objectContaining({ code: 'no-phone' }),
  ]);
});

test('of cells that are merged over rows only the first holds the value, and a row without a phone is refused', async () => {
  const sheet =
    '<row r="1"><c r="A1" t="str"><v>Name</v></c><c r="B1" t="str"><v>Phone</v></c></row><row r="2"><c r="A2" t="str"><v>Asha</v></c><c r="B2" t="str"><v>+919876543210</v></c></row><row r="3"><c r="A3" t="str"><v>Ravi</v></c><c r="B3"/></row>';
  expect((await read({ sheets: { Leads: sheet } })).outcomes).toEqual(['+919876543210', 'no-phone']);
});

test('a title that is merged over the columns is skipped', async () => {
  const { file, notices } = await read({
    sheets: { Leads: `<row><c t="str"><v>Leads of May</v></c><c/></row>${LEADS}` },
  });
  expect(file.header).toEqual(['Name', 'Phone']);
  expect(notices).toEqual([expect.stringMatching(/^One line above the header/)]);
});

test('rows that a filter hides are read, and each is marked', async () => {
  const { rows } = await read({ sheets: { Leads: LEADS.replace(/<row>(?=.*Ravi)(?!.*Asha)/, '<row hidden="1">') } });
  expect(rows.map((row) => isReady(row) && row.warnings.map(({ code }) => code))).toEqual([[], ['hidden-row']]);
});

test('hidden columns are read, and said', async () => {
  const { notices, outcomes } = await read({
    sheets: { Leads: LEADS },
    beforeData: '<cols><col min="2" max="9" hidden="1" width="0"/></cols>',
  });
  expect(outcomes).toEqual(BOTH);
  expect(notices).toEqual(['Hidden columns are read, too: "Phone".']);
});

test('of several sheets the first visible one that is not empty is read, and the others are named', async () => {
  const { file, notices, outcomes } = await read({
    sheets: { Empty: '', Secret: LEADS, Leads: LEADS, Notes: LEADS },
    hidden: ['Secret'],
  });
  expect([file.sheet, outcomes]).toEqual(['Leads', BOTH]);
  expect(notices).toEqual([
    'Sheet "Leads" is read, and "Empty", "Secret (hidden)", "Notes" are not. To read another: --sheet NAME',
  ]);
});

test('where the first sheet of a workbook holds no leads, the others are offered', async () => {
  const { file } = await read({ sheets: { Cover: '<row><c t="str"><v>Leads of May</v></c></row>', Leads: LEADS } });
  expect(file.doubts).toMatchObject([
    { kind: 'phone-column', stopsPipe: true, answers: [{ flag: '--sheet Leads', options: { sheet: 'Leads' } }] },
  ]);
});

test('a hidden sheet is read where it is named', async () => {
  const { outcomes } = await read({ sheets: { Leads: '', Secret: LEADS }, hidden: ['Secret'] }, { sheet: 'secret' });
  expect(outcomes).toEqual(BOTH);
});

test('a sheet that is not there is refused with the names of those that are', async () => {
  await expect(read({ sheets: { Leads: LEADS, Notes: '' } }, { sheet: 'May' })).rejects.toMatchObject({
    code: 'option',
    hints: ['The sheets are: "Leads", "Notes".'],
  });
});

test.each([
  [{ Leads: '' }, [], 'the workbook is empty.'],
  [{ Leads: '', Secret: LEADS }, ['Secret'], 'the visible sheets of the workbook are empty.'],
])('a workbook without leads is refused: %#', async (sheets, hidden, message) => {
  await expect(read({ sheets, hidden })).rejects.toThrow(message);
});

test('a sheet with a header alone has no rows', async () => {
  expect((await read({ sheets: { Leads: inlineRows([['Name', 'Phone']]) } })).rows).toEqual([]);
});

test.each([
  ['xl/workbook.bin', 'a binary Excel workbook (.xlsb)'],
  ['content.xml', 'an OpenDocument file (.ods)'],
  ['word/document.xml', 'a Word document'],
  ['ppt/presentation.xml', 'a presentation'],
  ['Index/Document.iwa', 'an Apple Numbers file'],
  ['leads.csv', 'a zip archive'],
])('a zip with %s is refused as %s', async (entry, what) => {
  const bytes = await zipOf({ [entry]: 'x' });
  await expect(open(bytes)).rejects.toMatchObject({ message: expect.stringContaining(`the file is ${what}`) });
});

test('a workbook with macros is read like any other', async () => {
  const bytes = await workbookOf({ sheets: { Leads: LEADS }, files: { 'xl/vbaProject.bin': 'macros' } });
  expect(await outcomesOf(await open(bytes, {}, 'leads.xlsm'))).toEqual(BOTH);
});

test('a workbook is recognised whatever its name, and so is a CSV that is called .xlsx', async () => {
  const bytes = await workbookOf({ sheets: { Leads: LEADS } });
  expect((await open(bytes, {}, 'leads.csv')).format).toBe('Excel workbook');
  expect((await open(Buffer.from('Name,Phone\nAsha,+919876543210\n'))).format).toBe('CSV with commas');
});

const OLE = Buffer.from('d0cf11e0a1b11ae1', 'hex');

test.each([
  ['a workbook that is protected by a password', Buffer.from('EncryptedPackage', 'utf16le')],
  ['an old Excel workbook (.xls)', Buffer.from('Workbook', 'utf16le')],
])('%s is refused by name', async (what, directory) => {
  await expect(open(Buffer.concat([OLE, Buffer.alloc(1024), directory]))).rejects.toThrow(what);
});

test('a workbook that was cut off is refused', async () => {
  const bytes = await workbookOf({ sheets: { Leads: LEADS } });
  await expect(open(bytes.subarray(0, bytes.length - 40))).rejects.toThrow('the workbook is damaged, or was cut off.');
});

test('a cell with more text than Excel allows is refused before it fills the memory', async () => {
  const bomb = `<row><c t="str"><v>Phone</v></c></row><row><c t="str"><v>${'9'.repeat(6_000_000)}</v></c></row>`;
  await expect(read({ sheets: { Leads: bomb } })).rejects.toThrow('more text than Excel allows');
});

test('a part that unpacks to far more than a list of leads needs is refused before it is read', async () => {
  const styles = `<styleSheet><cellXfs>${'<xf numFmtId="0"/>'.repeat(2_000_000)}</cellXfs></styleSheet>`;
  await expect(read({ sheets: { Leads: LEADS }, files: { 'xl/styles.xml': styles } })).rejects.toThrow(
    'a part of the workbook is larger than 32 MB',
  );
});

test('a cell far to the right does not make its row as wide as the sheet', async () => {
  const far = `<row r="2"><c r="A2" t="str"><v>+919876543210</v></c><c r="XFD2" t="str"><v>x</v></c></row>`;
  const { rows } = await read({ sheets: { Leads: `<row r="1"><c r="A1" t="str"><v>Phone</v></c></row>${far}` } });
  expect(rows.map(({ cells }) => cells)).toEqual([['+919876543210']]);
});

test('a row beyond the last that Excel allows is refused', async () => {
  await expect(read({ sheets: { Leads: `${LEADS}<row r="1048577"><c t="str"><v>x</v></c></row>` } })).rejects.toThrow(
    'more rows than Excel allows',
  );
});
