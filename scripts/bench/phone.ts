import { parsePhone } from '@leadwire/core/phone';
import examples from 'libphonenumber-js/examples.mobile.json';
import { type CountryCode, getCountryCallingCode, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import max from 'libphonenumber-js/max/metadata';
import { interleave } from './interleave.ts';

/** Microseconds a number. */
export interface PhoneBench {
  readonly mixedUs: number;
  readonly e164Us: number;
  readonly mixedLibraryUs: number;
  readonly e164LibraryUs: number;
}

interface Row {
  readonly text: string;
  readonly defaultCountry: CountryCode | undefined;
}

const COUNT = 2_000;

/** Phones of every region, as people write them and in E.164 already, beside libphonenumber-js in the same run. */
export async function benchPhones(): Promise<PhoneBench> {
  const numbers = Array.from({ length: COUNT }, (_, index) => someNumber(index));
  const mixed = numbers.map(({ region, national }, index) => spelled(region, national, index));
  const e164 = numbers.map(({ region, national }) => ({ text: inE164(region, national), defaultCountry: undefined }));
  const measured = await interleave(
    {
      mixed: async () => mixed.filter(isGood),
      mixedLibrary: async () => mixed.filter(isGoodToLibrary),
      e164: async () => e164.filter(isGood),
      e164Library: async () => e164.filter(isGoodToLibrary),
    },
    { runs: 1, rounds: 15, warmUp: 3 },
  );
  const [mixedUs, mixedLibraryUs, e164Us, e164LibraryUs] = measured.map(({ cpuUs }) => cpuUs / COUNT) as [
    number,
    number,
    number,
    number,
  ];
  return { mixedUs, e164Us, mixedLibraryUs, e164LibraryUs };
}

function isGood({ text, defaultCountry }: Row): boolean {
  const phone = parsePhone(text, { defaultCountry, metadata: max });
  return phone.ok && phone.value.valid;
}

function isGoodToLibrary({ text, defaultCountry }: Row): boolean {
  const phone = parsePhoneNumberFromString(text, defaultCountry);
  return phone?.isPossible() === true && phone.isValid();
}

const REGIONS = Object.keys(examples) as CountryCode[];

/** The region's example with other last digits. */
function someNumber(index: number): { readonly region: CountryCode; readonly national: string } {
  const region = REGIONS[(index * 101) % REGIONS.length] ?? 'US';
  const digits = String((index * 7_919) % 10_000).padStart(4, '0');
  return { region, national: `${examples[region].slice(0, -4)}${digits}` };
}

const inE164 = (region: CountryCode, national: string): string => `+${getCountryCallingCode(region)}${national}`;

/** One of ten spellings: four of them national, the others with the calling code. */
function spelled(region: CountryCode, national: string, index: number): Row {
  const phone = parsePhoneNumberFromString(inE164(region, national));
  const domestic = phone?.formatNational() ?? national;
  const international = phone?.formatInternational() ?? inE164(region, national);
  const spellings = [
    inE164(region, national),
    international,
    international.replaceAll(' ', '-'),
    `  ${international.replaceAll(' ', '.')} `,
    `tel:${international}`,
    `${international} ext. 12`,
    domestic,
    domestic.replaceAll(' ', '-'),
    national,
    domestic.replace(/\D/g, ''),
  ];
  return { text: spellings[index % spellings.length] ?? national, defaultCountry: region };
}

if (process.argv[1] === import.meta.filename) console.table(await benchPhones());
