import type { Lead } from '@leadwire/core';
import { canonical, readLead, sha256Base64Url } from '@leadwire/core/provider';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { digest } from '../ledgers/dedupe-key.ts';
import { fakeTarget } from '../testing/fake-target.ts';
import { prepareLead } from './prepare-lead.ts';

const entryOf = async (lead: Lead, more = {}, account = 'acme') => {
  const preparation = await prepareLead(fakeTarget({ account }), { read: readLead(lead), ...more });
  if (!preparation.ok) throw preparation.outcome.error;
  return preparation.prepared.entry;
};

describe('keys', () => {
  test('the same facts always give the same key: a change of the formula would send every lead of a resumed import again', async () => {
    const entry = await entryOf({ phone: '+1 (415) 555-2671' }, { importId: 'spring' });
    const facts = JSON.stringify(['fake', 'acme', 'leads.send', '+14155552671', 'spring']);
    expect(entry.key).toBe(`lw1_${await sha256Base64Url(facts)}`);
  });

  test('another account, import or person gives another key, and other fields do not', async () => {
    const keys = await Promise.all([
      entryOf({ phone: '+14155552671', name: 'Jane' }),
      entryOf({ phone: '+14155552671' }, {}, 'other'),
      entryOf({ phone: '+14155552671' }, { importId: 'spring' }),
      entryOf({ phone: '+14155552672' }),
      entryOf({ phone: '+14155552671', name: 'Janet' }),
    ]);
    expect(new Set(keys.map(({ key }) => key)).size).toBe(4);
    expect(keys[4]?.key).toBe(keys[0]?.key);
    expect(keys[4]?.fingerprint).not.toBe(keys[0]?.fingerprint);
  });

  test('a key that is given is kept, and the person is known by the phone number', async () => {
    const [given, derived] = await Promise.all([
      entryOf({ phone: '+14155552671' }, { key: 'row-17' }),
      entryOf({ phone: '+14155552671' }),
    ]);
    expect(given.key).toBe('row-17');
    expect(given.dedupeKey).toBe(derived.dedupeKey);
    expect(derived.key).toBe(`lw1_${derived.dedupeKey}`);
    expect(JSON.stringify([given.key, given.dedupeKey, given.fingerprint])).not.toContain('4155552671');
  });

  test('the digest is the same with and without a built-in hash', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), async (text) => {
        expect(await digest(text)).toBe(await sha256Base64Url(text));
      }),
    );
  });
});

describe('fingerprints', () => {
  test('the same content has one fingerprint, whatever the order of its keys', () => {
    const shuffled = (value: unknown): unknown =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(
            Object.entries(value)
              .reverse()
              .map(([key, inner]) => [key, shuffled(inner)]),
          )
        : value;
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (content) => {
        expect(canonical(shuffled(content))).toBe(canonical(content));
        expect(JSON.parse(canonical(content))).toEqual(JSON.parse(JSON.stringify(content)));
      }),
    );
  });

  test('a field that is undefined is not part of a fingerprint', () => {
    expect(canonical({ name: undefined, phone: '+1' })).toBe(canonical({ phone: '+1' }));
  });
});

test('a lead that cannot be sent says why, without what was given', async () => {
  const preparation = await prepareLead(fakeTarget(), {
    read: readLead({ phone: '12', name: 'Jane' }),
    key: 'bad\u0000key',
  });
  if (preparation.ok) throw new Error('it was taken');
  const { error } = preparation.outcome;
  expect([error.kind, error.issues.map(({ path }) => path)]).toEqual(['invalid-phone', ['phone', 'key']]);
  expect(JSON.stringify(error)).not.toMatch(/Jane|bad/);
});
