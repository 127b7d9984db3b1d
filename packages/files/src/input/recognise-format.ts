import { FileError } from '../errors.ts';

/** What the first bytes say about a file. */
export type FileFormat = 'text' | 'zip';

const SAVE = 'Open it in Excel or LibreOffice and save it as .xlsx or as "CSV UTF-8".';
const LIST = 'A list of leads must be .xlsx, CSV or NDJSON.';

const SIGNATURES: readonly (readonly [hex: string, what: string, toDo: string])[] = [
  [
    'd0cf11e0',
    'an old Excel workbook (.xls), or one that is protected by a password',
    'Open it and save it as .xlsx without a password, or as "CSV UTF-8".',
  ],
  ['1f8b', 'compressed with gzip', 'Unpack it first: gunzip FILE.'],
  ['25504446', 'a PDF', 'Export the list as .xlsx or CSV instead.'],
  ['fffe0000', 'UTF-32 text', 'Save it as "CSV UTF-8".'],
  ['0000feff', 'UTF-32 text', 'Save it as "CSV UTF-8".'],
  ['7b5c727466', 'a text document (RTF)', 'Save it as .xlsx or CSV.'],
  ['89504e47', 'a picture', LIST],
  ['ffd8ff', 'a picture', LIST],
  [
    '53514c69746520666f726d6174',
    'a ledger of leadwire or another SQLite database',
    'Name the file of leads, not the ledger beside it.',
  ],
  ['377abcaf', 'a 7-Zip archive', 'Unpack it first.'],
  ['52617221', 'a RAR archive', 'Unpack it first.'],
];

const TEXTS: readonly (readonly [pattern: RegExp, what: string, toDo: string])[] = [
  [
    /^BEGIN:VCARD/i,
    'a vCard',
    'Export the contacts as CSV instead (Google Contacts and Outlook can), or open it in a contacts app and export from there.',
  ],
  [/^BEGIN:VCALENDAR/i, 'a calendar', LIST],
  [
    /^<\?xml[^>]*>[\s\S]{0,600}(<\?mso-application\s+progid="Excel|<([a-z]+:)?Workbook[\s>])/i,
    'an Excel 2003 XML spreadsheet',
    SAVE,
  ],
  [/^<\?xml/i, 'XML', 'Export the list as .xlsx or CSV instead.'],
  [
    /^<(!doctype\s+html|html|head|body|table|meta|style|script|div|!--|tr|thead|center|form)\b/i,
    'a web page (HTML), whatever its name says',
    SAVE,
  ],
  [
    /^(MIME-Version:|From:|Received:|Return-Path:)[^\n]*\n/i,
    'a web archive or an e-mail',
    'Open it in Excel and save it as .xlsx or as "CSV UTF-8".',
  ],
  [/^ID;P/, 'a SYLK spreadsheet', SAVE],
];

/** What Excel names an encrypted workbook inside its container: [MS-OFFCRYPTO] 2.3.4.4. */
const ENCRYPTED = Buffer.from('EncryptedPackage', 'utf16le');

/** Refuses, by name and with what to do, what is neither text nor a workbook. Nothing of its content is quoted. */
export function recogniseFormat(head: Buffer): FileFormat {
  const hex = head.subarray(0, 16).toString('hex');
  if (hex.startsWith('504b0304') || hex.startsWith('504b0506')) return 'zip';
  const binary = SIGNATURES.find(([signature]) => hex.startsWith(signature));
  if (hex.startsWith('d0cf11e0') && head.includes(ENCRYPTED))
    throw notATable('a workbook that is protected by a password', 'Open it and save it without a password.');
  if (binary !== undefined) throw notATable(binary[1], binary[2]);
  return 'text';
}

/** The same for what is text, in whatever encoding. */
export function refuseOtherTexts(head: string): void {
  const start = head
    .replace(/^\uFEFF/, '')
    .trimStart()
    .slice(0, 2048);
  const found = TEXTS.find(([pattern]) => pattern.test(start));
  if (found !== undefined) throw notATable(found[1], found[2]);
}

const notATable = (what: string, toDo: string): FileError =>
  new FileError(`the file is ${what}, and not a table of leads.`, { code: 'not-a-table', hints: [toDo] });
