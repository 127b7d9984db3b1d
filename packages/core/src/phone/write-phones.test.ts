import fc from 'fast-check';
import metadata from 'libphonenumber-js/max/metadata';
import { describe, expect, test } from 'vitest';
import type { Issue } from '../errors.ts';
import type { PhoneField } from '../operation.ts';
import { exampleNumbers } from '../testing/arbitraries.ts';
import { json, replies, standIn } from '../testing.ts';
import { createPhoneParser } from './parse-phone.ts';
import { writePhones } from './wire-form.ts';

const judge = {
  parsePhone: createPhoneParser(metadata),
  defaultCountry: undefined,
};
const written = (value: unknown, where: PhoneField['in'], places: readonly PhoneField[], by: object = judge) => {
  const issues: Issue[] = [];
  return { value: writePhones(value, where, places, { ...judge, ...by, issues }), issues };
};
const place = (at: string, form: PhoneField['form'] = 'e164'): PhoneField => ({ in: 'body', at, form });

describe('every phone of a request is put into its wire form', () => {
  test.each([
    ['e164-lead', '+14155552671'],
    ['e164', '+14155552671'],
    ['digits', '14155552671'],
    ['as-given', '+1 (415) 555-2671'],
  ] as const)('%s: %s', (form, wire) => {
    expect(written({ phone: '+1 (415) 555-2671' }, 'body', [place('phone', form)], judge)).toEqual({
      value: { phone: wire },
      issues: [],
    });
  });

  test('in any spelling', () => {
    fc.assert(
      fc.property(exampleNumbers(), ({ country, e164, international, national }) => {
        for (const phone of [e164, international, national]) {
          const { issues, value } = written({ phone }, 'body', [place('phone')], {
            defaultCountry: country,
          });
          expect({ value, issues }).toEqual({ value: { phone: e164 }, issues: [] });
        }
      }),
    );
  });

  test.each([
    ['+65 9123 4567', 'IN', '+6591234567'],
    ['+91 98765 43210', 'IN', '919876543210'],
    ['+65 9123 4567', undefined, '6591234567'],
  ])(
    'as digits, %s keeps its plus in %s only where it could be read as a national number: %s',
    (phone, defaultCountry, wire) => {
      expect(written({ phone }, 'body', [place('phone', 'digits')], { defaultCountry, isWrite: true })).toEqual({
        value: { phone: wire },
        issues: [],
      });
    },
  );

  test('a value of a provider of digits that is handed back is accepted or refused as ambiguous, never another number', () => {
    const handedBack = (phone: string) =>
      written({ phone }, 'body', [place('phone', 'digits')], { defaultCountry: 'IN' });
    expect(handedBack('14155552671')).toEqual({ value: { phone: '14155552671' }, issues: [] });
    expect(handedBack('6591234567')).toMatchObject({ issues: [{ path: 'phone', code: 'ambiguous-number' }] });
    expect(handedBack('6042345678')).toMatchObject({ issues: [{ path: 'phone', code: 'ambiguous-number' }] });
  });

  test('a phone that its country has not given out is sent, and told as a warning', () => {
    const warnings: Issue[] = [];
    expect(written({ phone: '+15555555555' }, 'body', [place('phone')], { warnings }).value).toEqual({
      phone: '+15555555555',
    });
    expect(warnings).toEqual([
      { path: 'phone', code: 'unassigned-number', message: expect.stringContaining('not in a range') },
    ]);
  });

  test('in lists, nested and side by side', () => {
    const body = {
      phone: ['+14155552671', '+919999999999'],
      to: { phone: '+14155552671' },
      contacts: [{ phone: '+1 415 555 2671' }, {}],
    };
    const places = [place('phone[]', 'digits'), place('to.phone', 'digits'), place('contacts[].phone')];
    expect(written(body, 'body', places, judge).value).toEqual({
      phone: ['14155552671', '919999999999'],
      to: { phone: '14155552671' },
      contacts: [{ phone: '+14155552671' }, {}],
    });
  });

  test('what was given is left as it was', () => {
    const body = Object.freeze({ contacts: Object.freeze([Object.freeze({ phone: '+1 415 555 2671' })]) });
    expect(written(body, 'body', [place('contacts[].phone')], judge).value).not.toBe(body);
  });

  test.each([[undefined], [null], [{ phone: null }], [{ phone: 5 }], [{ phone: {} }], ['text'], [[]]])(
    '%j has none',
    (body) => {
      expect(written(body, 'body', [place('phone'), place('phone[]')], judge)).toEqual({ value: body, issues: [] });
    },
  );

  test('only those of the part that is asked for', () => {
    const query: PhoneField = { in: 'query', at: 'phone', form: 'digits' };
    expect(written({ phone: '+14155552671' }, 'body', [query], judge).value).toEqual({ phone: '+14155552671' });
    expect(written({ phone: '+14155552671' }, 'query', [query], judge).value).toEqual({ phone: '14155552671' });
  });
});

describe('all phones of a request are checked before anything is sent', () => {
  test('each fault has its path and a reason from the closed list', () => {
    const body = { to: '12', leads: [{ phone: '+14155552671' }, { phone: 'call me' }, { phone: '919999999999' }] };
    expect(written(body, 'body', [place('to'), place('leads[].phone')], judge).issues).toMatchObject([
      { path: 'to', code: expect.stringMatching(/^(needs-country|too-short)$/) },
      { path: 'leads[1].phone', code: 'not-a-number' },
      { path: 'leads[2].phone', code: 'needs-country' },
    ]);
  });

  test('a number too short for leads is not dialable there', () => {
    expect(written({ phone: '+2902345' }, 'body', [place('phone', 'e164-lead')], judge).issues).toMatchObject([
      { path: 'phone', code: 'not-dialable' },
    ]);
  });

  test('one fault keeps the request from being sent: invalid-phone, and the number is not in it', async () => {
    const fetch = replies(json(200, {}));
    const outcome = await standIn({ fetch }).calls.place({ to: '+999 1234567' }).safe();
    expect(outcome).toMatchObject({
      error: { kind: 'invalid-phone', effect: 'none', issues: [{ path: 'to', code: 'invalid-country' }] },
    });
    expect(JSON.stringify(outcome)).not.toContain('1234567');
    expect(fetch.requests).toEqual([]);
  });

  test('919999999999 without + is not guessed: it needs defaultCountry or the +', async () => {
    const fetch = replies(json(200, {}));
    const call = { to: '919999999999' };
    expect(await standIn({ fetch }).calls.place(call).safe()).toMatchObject({
      error: { issues: [{ code: 'needs-country' }] },
    });
    await standIn({ fetch, defaultCountry: 'IN' }).calls.place(call);
    expect(fetch.requests.map(({ json }) => json)).toEqual([{ to: '+919999999999' }]);
  });
});
