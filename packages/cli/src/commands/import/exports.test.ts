import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSimulators, type SimulatorServer, type Simulators } from '@leadwire/simulators';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCommand } from '../../testing.ts';

// Headers after the shape of real exports; all data is invented. Judged by the leads that the server has.

const ENV = { PULSECRM_ACCOUNT_ID: '1', PULSECRM_TOKEN: 'token' };
let folder = '';
let simulators: Simulators;
let server: SimulatorServer;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'leadwire-exports-'));
  simulators = createSimulators({ seed: 7 });
  server = await simulators.listen();
});
afterEach(async () => {
  await simulators.close();
  await rm(folder, { recursive: true });
});

async function importText(content: string | Buffer, ...more: readonly string[]) {
  const path = join(folder, 'export.csv');
  await writeFile(path, content);
  const to = ['--to', 'pulsecrm', '--skip-team-and-source', '--base-url', server.urls.pulsecrm, '--rate', 'off'];
  const { code, stdout, stderr } = await runCommand(['import', path, ...to, ...more], { env: ENV });
  const arrived = simulators.pulsecrm.leads
    .all()
    .map(({ phone, firstName, lastName, email, company }) => [phone, `${firstName} ${lastName}`, email, company]);
  return { code, stdout, stderr, arrived };
}

const ASHA = ['+919876543210', 'Asha Rao', 'asha@example.com'];

test.each([
  [
    'Meta lead ads',
    'id\tcreated_time\tad_id\tform_id\tplatform\tfull_name\tphone_number\temail\tcompany_name',
    'l:1\t2026-05-01T10:00:00+0530\tag:2\tf:3\tfb\tAsha Rao\tp:+919876543210\tasha@example.com\tACME',
    'ACME',
  ],
  [
    'LinkedIn Lead Gen Forms',
    'Campaign Name,Form Name,Account Name,First Name,Last Name,Email Address,Phone Number,Company Name,Lead ID',
    'May,Form,Advertiser GmbH,Asha,Rao,asha@example.com,+919876543210,ACME,4711000001',
    'ACME',
  ],
  [
    'Google Ads lead form',
    'google_key,lead_id,campaign_id,Full Name,User Phone,User Email,Company Name',
    'k,9812345678,9812345679,Asha Rao,+919876543210,asha@example.com,ACME',
    'ACME',
  ],
  [
    'Google Contacts',
    'First Name,Last Name,Labels,Organization Name,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value',
    'Asha,Rao,* myContacts,ACME,asha@example.com,Mobile,98765 43210',
    'ACME',
  ],
  [
    'TikTok lead generation',
    'lead_id,advertiser_id,adgroup_id,campaign_name,Name,Phone number,Email,Company name',
    '9812345678,9812345679,9812345670,May,Asha Rao,+919876543210,asha@example.com,ACME',
    'ACME',
  ],
  [
    'IndiaMART',
    'UNIQUE_QUERY_ID,SENDER_NAME,SENDER_MOBILE,SENDER_EMAIL,SENDER_COMPANY,RECEIVER_MOBILE',
    '9812345678,Asha Rao,+91-9876543210,asha@example.com,ACME,9876500000',
    'ACME',
  ],
  [
    'JustDial',
    'leadid,leadtype,name,mobile,phone,email,company,category,brancharea,dncmobile,dncphone',
    '9812345678,category,Asha Rao,9876543210,02223456789,asha@example.com,ACME,Pumps,Andheri,1,0',
    'ACME',
  ],
  [
    'HubSpot',
    'Record ID,First Name,Last Name,Email,Phone Number,Mobile Phone Number,Company Name,Lifecycle Stage',
    '9812345678,Asha,Rao,asha@example.com,+91 22 2345 6789,+919876543210,ACME,Lead',
    'ACME',
  ],
  [
    'Zoho CRM',
    'Record Id,Lead Owner,Lead Source,Lead Status,Company,First Name,Last Name,Phone,Mobile,Email',
    'zcrm_1,Sam,Web,New,ACME,Asha,Rao,022 2345 6789,98765 43210,asha@example.com',
    'ACME',
  ],
  [
    'Pipedrive',
    'Person - Name,Person - Phone - Work,Person - Phone - Mobile,Person - Email - Work,Person - Organization,Deal - ID',
    'Asha Rao,022 2345 6789,98765 43210,asha@example.com,ACME,9812345678',
    'ACME',
  ],
  [
    'Calendly',
    'User Name,User Email,Invitee Name,Invitee Email,Event Type Name,Question 1,Response 1',
    'Sam,sam@example.com,Asha Rao,asha@example.com,Demo,Phone number,98765 43210',
    undefined,
  ],
])('an export of %s is recognised, and its lead arrives', async (name, header, row, company) => {
  const { stdout, arrived } = await importText(`${header}\n${row}\n`, '--country', 'IN');
  expect(stdout).toContain(name);
  expect(arrived).toEqual([[...ASHA, company ?? null]]);
});

test.each([
  ['Order Number,First Name (Billing),Last Name (Billing),Phone (Billing),Email (Billing)', '9812345678,Asha,Rao'],
  ['Name - First Name,Name - Last Name,Your Phone,Your E-mail', 'Asha,Rao'],
  ['SENDER_NAME,SENDER_MOBILE,SENDER_EMAIL', 'Asha Rao'],
  ['Roll Number,Buyer Name,Buyer Mobile,Buyer Email', '9812345678,Asha Rao'],
  ['Invitee Name,Mobile,Invitee Email', 'Asha Rao'],
  ['Account Name,Creative Name,Full name,Mobile phone,E-mail', 'Advertiser GmbH,Summer,Asha Rao'],
])('names, phones and e-mail addresses are found below %s', async (header, row) => {
  const { arrived } = await importText(`${header}\n${row},98765 43210,asha@example.com\n`, '--country', 'IN');
  expect(arrived).toEqual([[...ASHA, null]]);
});

test('of several columns that --map names, the first that is usable is dialled', async () => {
  const rows = ['A,n/a,022 2345 6789,98765 43219', 'B,98765 43210 / 11,022 2345 6780,', 'C,98765 43212,,98765 43218'];
  const { arrived } = await importText(
    ['Name,Mobile Phone,Work Phone,Guardian Phone', ...rows, ''].join('\n'),
    ...['--country', 'IN', '--map', 'phone=Mobile Phone,Work Phone'],
  );
  expect(arrived.map(([phone]) => phone).toSorted()).toEqual(['+912223456780', '+912223456789', '+919876543212']);
});

test.each([
  // In windows-1256: الاسم,رقم الهاتف and أحمد,0501234567.
  ['windows-1256', 'SA', 'c7e1c7d3e32cd1dee320c7e1e5c7cadd0ac3cde3cf2c303530313233343536370a', '+966501234567'],
  // In Shift-JIS: 名前,電話番号 and 山田,090-1234-5678.
  ['shift_jis', 'JP', '96bc914f2c936498628e7a8d860a8e5293632c3039302d313233342d353637380a', '+819012345678'],
  // In GBK: 姓名;手机号 and 王小明;13812345678.
  ['gb18030', 'CN', 'd0d5c3fb3bcad6bbfabac50acdf5d0a1c3f73b31333831323334353637380a', '+8613812345678'],
])(
  'a file in %s stops a pipe with the flag spelled out, and is sent with it',
  async (encoding, country, hex, phone) => {
    const first = await importText(Buffer.from(hex, 'hex'), '--country', country);
    expect([first.code, first.arrived]).toEqual([2, []]);
    expect(first.stderr).toContain(`--encoding ${encoding}`);
    const { arrived } = await importText(Buffer.from(hex, 'hex'), '--country', country, '--encoding', encoding);
    expect(arrived.map(([number]) => number)).toEqual([phone]);
  },
);

test('what is not an e-mail address is left out, and told before it is sent, at the end and in the report', async () => {
  const report = join(folder, 'report.csv');
  const { stderr, stdout, arrived } = await importText(
    'Name,Phone,Email\nAsha Rao,+919876543210,not given\n',
    ...['--report', report],
  );
  expect(arrived).toEqual([['+919876543210', 'Asha Rao', null, null]]);
  const told = 'email is not an e-mail address and is left out';
  expect(`${stderr}${stdout}`.split(told)).toHaveLength(3);
  expect(await readFile(report, 'utf8')).toContain(told);
});
