import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSimulators } from '@leadwire/simulators';
import { type CountryCode, type PhoneNumber, parsePhoneNumberWithError } from 'libphonenumber-js/core';
import examples from 'libphonenumber-js/examples.mobile.json';
import metadata from 'libphonenumber-js/max/metadata';
import { expect, test } from 'vitest';
import { runCommand } from '../../testing.ts';

const NUMBERS = (Object.keys(examples) as CountryCode[]).map((region) =>
  parsePhoneNumberWithError(examples[region], region, metadata),
);
const LIST = '3c90c3cc-0d44-4b50-8888-8dd25736052a';

/** A file of every region's example number in one spelling is imported; returns who received which number. */
async function dialled(write: (number: PhoneNumber) => string, country: string): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'leadwire-regions-'));
  const simulators = createSimulators({ seed: 7, strict: false });
  const server = await simulators.listen();
  try {
    const rows = NUMBERS.map((number) => `${number.number},"${write(number).replaceAll('"', '""')}"`);
    await writeFile(join(folder, 'leads.csv'), `Name,Phone\n${rows.join('\n')}\n`);
    const to = ['--to', 'topcalls', '--list-id', LIST, '--base-url', server.urls.topcalls, '--rate', 'off', '--yes'];
    const flags = ['--map', 'name=Name', '--map', 'phone=Phone', '--ledger', join(folder, 'leads.leadwire')];
    await runCommand(['import', join(folder, 'leads.csv'), ...to, ...flags, '--country', country], {
      env: { TOPCALLS_API_KEY: 'key' },
    });
    return [...simulators.topcalls.leads].map(({ name, phone_number }) => `${name} ${phone_number}`);
  } finally {
    await simulators.close();
    await rm(folder, { recursive: true });
  }
}

const SPELLINGS: readonly (readonly [how: string, country: string, write: (number: PhoneNumber) => string])[] = [
  ['in E.164', 'IN', (number) => number.number],
  ['in its international form', 'US', (number) => number.formatInternational()],
  ['behind an apostrophe', 'DE', (number) => `'${number.number}`],
  ['as a formula', 'GB', (number) => `="${number.number}"`],
  ['as Meta writes it', 'IN', (number) => `p:${number.number}`],
  ['as a link', 'BR', (number) => number.format('RFC3966')],
  ['with a remark', 'FR', (number) => `${number.formatInternational()} - after 6 pm`],
  ['without its plus', 'IN', (number) => number.number.slice(1)],
  ['without its plus', 'DE', (number) => number.number.slice(1)],
  ['without its plus', 'US', (number) => number.number.slice(1)],
  ['as pandas writes it', 'IN', (number) => `${number.number.slice(1)}.0`],
  ['without its plus, grouped', 'ID', (number) => number.formatInternational().slice(1)],
];

test.each(SPELLINGS)(
  'of the numbers of all regions %s, no one but the person meant is sent where the file is from %s',
  async (_, country, write) => {
    const meant = new Set(NUMBERS.map(({ number }) => `${number} ${number}`));
    const received = await dialled(write, country);
    expect(received.length).toBeGreaterThan(20);
    expect(received.filter((each) => !meant.has(each))).toEqual([]);
  },
);
