import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSimulators, type SimulatorServer, type Simulators } from '@leadwire/simulators';
import { parse } from 'csv-parse/sync';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fixture, runCommand } from '../../testing.ts';

// Small files of the kinds that people have, end to end against a real server: which numbers were dialled, and why the others were not.

const ENV = { PULSECRM_ACCOUNT_ID: '1', PULSECRM_TOKEN: 'token' };
let simulators: Simulators;
let server: SimulatorServer;
beforeEach(async () => {
  simulators = createSimulators({ seed: 7 });
  server = await simulators.listen();
});
afterEach(() => simulators.close());

async function importCase(name: string, more: readonly string[]) {
  const to = ['--to', 'pulsecrm', '--skip-team-and-source', '--base-url', server.urls.pulsecrm, '--rate', 'off'];
  const ran = await runCommand(['import', fixture(name), ...to, '--json', ...more], { env: ENV });
  return {
    ...ran,
    dialled: simulators.pulsecrm.leads
      .all()
      .map((lead) => String(lead.phone))
      .toSorted(),
  };
}

const india = ['--country', 'IN'];
const numbers = (prefix: string, ...ends: readonly string[]): string[] => ends.map((end) => `${prefix}${end}`);

test.each([
  ['woo.csv', india, numbers('+9198765432', '10', '11')],
  ['br_cep.csv', ['--country', 'BR'], numbers('+551198765432', '1', '2')],
  ['appno.csv', india, numbers('+9198765432', '10', '11')],
  ['gforms.csv', [...india, '--skip', 'Can we call you on this phone?=No'], numbers('+9198765432', '10')],
  ['two_col_phone.csv', india, ['+14155552671', '+447911123456', '+919876543210']],
  ['pandas.csv', india, numbers('+9198765432', '10', '12')],
  ['outlook.csv', ['--country', 'US'], numbers('+1415555267', '1', '3', '4')],
  ['pipedrive.csv', india, numbers('+9198765432', '10', '11')],
  ['google.csv', india, ['+912223456789', '+919876543212']],
  ['inch.csv', [], numbers('+9198765432', '10', '11', '13')],
  ['title_row.csv', india, numbers('+9198765432', '10', '11')],
  ['title_two.csv', india, ['+919876543210']],
  ['sep_quoted.csv', ['--country', 'DE'], ['+497111234567']],
  ['dup_hdr.csv', india, ['+919876543210']],
  ['years.csv', india, ['+919876543210']],
  ['nul.csv', india, ['+919876543211']],
  ['indiamart.csv', india, numbers('+9198765432', '10', '11')],
  ['fb_test.tsv', [], []],
  ['contact.csv', india, numbers('+9198765432', '10', '11')],
  ['float_us.csv', ['--country', 'US'], numbers('+1415555267', '1', '2')],
  ['de_excel.csv', ['--country', 'DE'], ['+491711234567', '+497111234567']],
] as const)('%s is sent to the people that it names, and to no other', async (name, flags, expected) => {
  const { dialled } = await importCase(name, flags);
  expect(dialled).toEqual(expected);
});

test('of phones.csv each text is dialled as the number that is meant, or refused for its reason', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'leadwire-cases-'));
  try {
    const path = join(folder, 'report.csv');
    const flags = ['--map', 'phone=text', '--country-column', 'country', '--report', path, '--yes'];
    const { dialled } = await importCase('phones.csv', flags);
    const rows: Record<string, string>[] = parse(await readFile(path), { bom: true, columns: true });
    expect(rows).toHaveLength(31);
    for (const { text, outcome, phone_used: used, expected = '' } of rows) {
      const accepted = expected.split(' or ');
      const isRight = {
        rejected: accepted.some((each) => !each.startsWith('+')),
        duplicate: expected.startsWith('+'),
        created: used !== undefined && accepted.includes(used) && dialled.includes(used),
      }[outcome as 'rejected' | 'duplicate' | 'created'];
      expect([text, outcome, used, isRight]).toEqual([text, outcome, used, true]);
    }
    expect(dialled).toHaveLength(rows.filter(({ outcome }) => outcome === 'created').length);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('a workbook is sent from its sheet of leads, numbers without losing digits', async () => {
  const { dialled, code } = await importCase('real.xlsx', india);
  expect([code, dialled]).toEqual([0, numbers('+9198765432', '10', '11', '12', '13')]);
});

test('all rows are sent where only the last cells are missing', async () => {
  const { code, json } = await importCase('excel_trailing.csv', india);
  expect([code, json.at(-1)?.rejected]).toEqual([0, 0]);
});

test('digits that read in two ways are refused in a pipe, with --phones spelled out, and --phones international sends all six', async () => {
  const first = await importCase('excel_plus_de.csv', ['--country', 'DE']);
  const owners = ['+4917112345678', '+33612345678', '+447911123456', '+14155552671', '+971501234567', '+4971112345678'];
  for (const phone of first.dialled) expect(owners).toContain(phone);
  expect(first.stderr).toContain('--phones international');
  const { dialled } = await importCase('excel_plus_de.csv', ['--country', 'DE', '--phones', 'international']);
  expect(dialled).toEqual(owners.toSorted());
});

test('rows that say "do not call" stop a pipe with both flags spelled out; nothing is sent', async () => {
  const { code, stderr, dialled } = await importCase('optout.csv', []);
  expect([code, dialled]).toEqual([2, []]);
  expect(stderr).toContain('--ignore-do-not-call');
  expect(stderr).toContain('--skip');
});

test('--ignore-do-not-call sends them, and --skip leaves a row out', async () => {
  const { json, dialled } = await importCase('optout.csv', ['--skip', 'DoNotCall=1', '--ignore-do-not-call']);
  expect(dialled).not.toContain('+14155552671');
  expect(json.at(-1)).toMatchObject({ skipped: 1 });
});

test('a row that answers no where the form asks whether one may call stops a pipe; --ignore-do-not-call sends it', async () => {
  const { code, stderr, dialled } = await importCase('gforms.csv', india);
  expect([code, dialled]).toEqual([2, []]);
  expect(stderr).toContain('--skip "Can we call you on this phone?=No"');
  const all = await importCase('gforms.csv', [...india, '--ignore-do-not-call']);
  expect(all.dialled).toEqual(numbers('+9198765432', '10', '11'));
});

test('how many rows are marked as listed in a do-not-call registry is said in a pipe', async () => {
  const { code, stderr } = await importCase('justdial.csv', india);
  expect(code).toBe(0);
  expect(stderr).toMatch(/\d {2}phone is marked as listed in a do-not-call registry {2}\(rows? [\d, ]+\)/);
});

test('the line with a bad quote is in the file of rejected rows', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'leadwire-cases-'));
  try {
    const path = join(folder, 'rejected.csv');
    await importCase('inch.csv', ['--rejected', path]);
    expect(await readFile(path, 'utf8')).toContain('"Sita,+919876543212,""27"" screen"""');
  } finally {
    await rm(folder, { recursive: true });
  }
});

test.each([
  ['nohdr_p.csv', []],
  ['portal.xls', []],
  ['vcard.vcf', []],
  ['gbk.csv', ['--country', 'CN']],
] as const)('%s is refused with exit 2 and what to do, and nothing of it is quoted', async (name, flags) => {
  const { code, stderr, dialled } = await importCase(name, flags);
  expect([code, dialled]).toEqual([2, []]);
  expect(stderr).not.toMatch(/Asha|Ravi|98765|Lead 0/);
  expect(stderr.split('\n').length).toBeGreaterThan(2);
});

test.each(['lines.json', 'nd.ndjson'])('%s is read whole; one stray key does not take over the phone', async (name) => {
  const { dialled } = await importCase(name, india);
  expect(dialled).not.toContain('+919876543222');
  expect(dialled.length).toBeGreaterThanOrEqual(3);
});
