import fc from 'fast-check';
import { type CountryCode, Metadata, ParseError, parsePhoneNumberWithError } from 'libphonenumber-js/core';
import maxMetadata from 'libphonenumber-js/max/metadata';
import minMetadata from 'libphonenumber-js/min/metadata';
import { describe, expect, test } from 'vitest';
import { Lengths } from './lengths.ts';
import type { PhoneMetadata } from './metadata.ts';
import { parsePhoneWith } from './parse-phone.ts';
import { type PlanRow, planRows } from './plan-row.ts';

/** A failing run is had again by its seed. */
const SEED = Number(process.env.PHONE_SEED ?? 20_260_101);
const COUNT = Number(process.env.PHONE_COUNT ?? 205_000);
/** Some 5 s on an idle machine. */
const TIMEOUT_MS = 120_000;

type ReconcileResult =
  | string
  | {
      number: string;
      region: string | undefined;
      type: string | undefined;
      valid: boolean;
      extension: string | undefined;
    };

describe.each([
  ['min', minMetadata, SEED],
  ['max', maxMetadata, SEED + 1],
])('with %s metadata', (_, metadata, seed) => {
  const compare = (spellings: Iterable<Spelling>): number => {
    let compared = 0;
    for (const { text, country } of spellings) {
      const ours = verdict(text, country, metadata);
      // What we tell apart and the library does not.
      if (ours === 'several-numbers' || ours === 'scientific-notation' || FRACTION.test(text)) continue;
      if (country === undefined && STUB_AFTER_00.test(text)) continue;
      const theirs = expected(text, country, metadata);
      if (!equal(ours, theirs))
        expect({ text, country, seed, verdict: ours }).toEqual({ text, country, seed, verdict: theirs });
      compared++;
    }
    return compared;
  };

  test(
    `${COUNT} spellings from all regions come out as libphonenumber-js has them`,
    () => {
      expect(compare(numberSpellings(randomFrom(seed), COUNT))).toBeGreaterThan(COUNT * 0.98);
    },
    TIMEOUT_MS,
  );

  test('text of all sorts comes out as libphonenumber-js has it', () => {
    expect(compare(textSpellings(randomFrom(seed), COUNT / 10))).toBeGreaterThan(COUNT / 20);
  });
});

const STUB_AFTER_00 = /^[^\d+]*0[^\d+;,#]*0(?:\D*\d){0,7}\D*$/;
const FRACTION = /\d{7}\.0+\s*$/;

function verdict(text: string, country: string | undefined, metadata: PhoneMetadata): ReconcileResult {
  const phone = parsePhoneWith(text, metadata, { defaultCountry: country });
  if (!phone.ok) return phone.error.reason;
  const { e164, region, type, valid, extension } = phone.value;
  return { number: e164, region, type, valid, extension };
}

/** What the library says, but for 00 and for numbers without a country: there we say more. */
function expected(text: string, country: string | undefined, metadata: PhoneMetadata): ReconcileResult {
  const theirs = library(text, country, metadata);
  if (typeof theirs !== 'string' || theirs === 'not-a-number' || /^[^\d+]*\+/.test(text)) return theirs;
  const abroad = /^[^\d+]*0[^\d+;,#]*0/.test(text)
    ? library(text.replace(/0[^\d+;,#]*0/, '+'), undefined, metadata)
    : undefined;
  if (country !== undefined) return typeof abroad === 'object' ? 'needs-country' : theirs;
  return theirs === 'invalid-country' ? (abroad ?? 'needs-country') : theirs;
}

function library(text: string, country: string | undefined, metadata: PhoneMetadata): ReconcileResult {
  try {
    const number = parsePhoneNumberWithError(text, country ? { defaultCountry: country as CountryCode } : {}, metadata);
    if (!number.isPossible()) {
      const plan = new Metadata(metadata);
      plan.selectNumberingPlan(number.country ?? (number.countryCallingCode as CountryCode));
      return new Lengths(plan.numberingPlan?.possibleLengths() ?? []).fault(number.nationalNumber.length) ?? 'possible';
    }
    const extension = number.ext as string | undefined;
    return {
      number: number.number,
      region: number.country,
      type: number.getType(),
      valid: number.isValid(),
      extension,
    };
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    return error.message.toLowerCase().replaceAll('_', '-');
  }
}

function equal(a: ReconcileResult, b: ReconcileResult): boolean {
  if (typeof a === 'string' || typeof b === 'string') return a === b;
  return (
    a.number === b.number &&
    a.region === b.region &&
    a.type === b.type &&
    a.valid === b.valid &&
    a.extension === b.extension
  );
}

// How the spellings are made.

interface Spelling {
  readonly text: string;
  readonly country: string | undefined;
}

interface Random {
  below(limit: number): number;
  one<Value>(values: readonly Value[]): Value;
  chance(share: number): boolean;
}

/** Mulberry32: small, seeded, good enough. */
function randomFrom(seed: number): Random {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  const one = <Value>(values: readonly Value[]) => values[below(values.length)] as Value;
  return { below, one, chance: (share) => next() < share };
}

interface Sample {
  readonly region: string | undefined;
  readonly callingCode: string;
  readonly nationals: readonly string[];
  readonly prefixes: readonly string[];
}

/** For each plan numbers of every type, and all that may stand in front of them: trunk prefixes, carrier codes. */
function samples(): readonly Sample[] {
  const rows = planRows(maxMetadata);
  if (rows === undefined) throw new Error('expected metadata of version 4');
  const matching = (source: string, count: number) =>
    fc.sample(fc.stringMatching(new RegExp(`^(?:${source.replace(/\$/g, '')})$`)), { numRuns: count, seed: SEED });
  const sample = (row: PlanRow, region: string | undefined): Sample => {
    const types = (row[11] || []).flatMap((type) => (type && type[0] !== '' ? [type[0]] : []));
    const prefix = row[7] || row[5];
    return {
      region,
      callingCode: row[0],
      nationals: [row[2], ...types].flatMap((source) => matching(source, 4)),
      prefixes: ['', '0', '1', '8', ...(prefix ? matching(prefix, 4) : []), ...(row[1] ? matching(row[1], 2) : [])],
    };
  };
  return [
    ...Object.entries(rows.countries).map(([region, row]) => sample(row, region)),
    ...Object.values(rows.nonGeographic ?? {}).map((row) => sample(row, undefined)),
  ];
}

const SAMPLES = samples();
const REGIONS = SAMPLES.flatMap(({ region }) => region ?? []);
const digit = (random: Random) => String(random.below(10));

function* numberSpellings(random: Random, count: number): Generator<Spelling> {
  for (let made = 0; made < count; made++) {
    const sample = SAMPLES[made % SAMPLES.length] as Sample;
    const national = mutated(random.one(sample.nationals), random);
    const siblings = SAMPLES.filter(({ callingCode }) => callingCode === sample.callingCode);
    const country = random.one([
      undefined,
      sample.region,
      sample.region,
      random.one(siblings).region,
      random.one(REGIONS),
    ]);
    const trunk = random.chance(0.3) ? random.one(sample.prefixes) : '';
    const home = SAMPLES.find(({ region }) => region === country);
    const abroad = random.one(['+', '+', '+', '00', '', random.one(home?.prefixes ?? ['011'])]);
    const digits = random.chance(0.5) ? `${abroad}${sample.callingCode}${trunk}${national}` : `${trunk}${national}`;
    yield { text: random.chance(0.3) ? digits : spaced(digits, random), country };
  }
}

/** The number with digits changed, added or cut off, or as it was. */
function mutated(national: string, random: Random): string {
  switch (random.below(6)) {
    case 0:
      return national + digit(random).repeat(1 + random.below(3));
    case 1:
      return national.slice(0, -1 - random.below(4));
    case 2:
      return Array.from(national, (old) => (random.chance(0.2) ? digit(random) : old)).join('');
    case 3:
      return digit(random) + national.slice(random.below(2));
    default:
      return national;
  }
}

const BETWEEN = [' ', ' ', '-', '.', ' (', ') ', '  ', '\u00A0', '\u2011', '/', ' - '];
const BEFORE = ['', '', '', 'tel:', 'p:', ' ', "'", 'Phone: ', '(', '="', '\t'];
const BEHIND = [
  '',
  '',
  '',
  '',
  ' ',
  '.',
  ' ext. 12',
  ' x3',
  'x77',
  '#5',
  ' доб. 12',
  ';ext=123',
  ' - 503#',
  ',,55',
  ' (cell)',
  ' CALL',
  '"',
];

/** The digits with punctuation between them, something in front and something behind. */
function spaced(digits: string, random: Random): string {
  const share = random.one([0, 0.1, 0.3]);
  const inside = Array.from(
    digits,
    (one, at) => (at > 1 && random.chance(share) ? random.one(BETWEEN) : '') + one,
  ).join('');
  return random.one(BEFORE) + inside + random.one(BEHIND);
}

const CHARACTERS = [...'0123456789012345678901234567890123456789    --..()+#x,;/~*', 'ext', 'a', 'tel:', ';isub='];

function* textSpellings(random: Random, count: number): Generator<Spelling> {
  for (let made = 0; made < count; made++) {
    const text = Array.from({ length: 1 + random.below(24) }, () => random.one(CHARACTERS)).join('');
    yield { text: random.one(['', '', '+']) + text, country: random.one([undefined, ...REGIONS]) };
  }
}
