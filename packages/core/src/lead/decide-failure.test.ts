import { describe, expect, test } from 'vitest';
import type { EffectClass } from '../effect.ts';
import { type ErrorKind, LeadwireError } from '../errors.ts';
import { standIn } from '../testing.ts';
import { credentialMark } from '../transport/credentials.ts';
import { checkLead } from './check-lead.ts';
import { decideFailure } from './decide-failure.ts';
import { omitEmpty } from './lead.ts';
import { arrived, notUpdated } from './outcome.ts';

const decided = (kind: ErrorKind, effect: LeadwireError['effect'], effectClass: EffectClass) => {
  const error = new LeadwireError(kind, 'x', { effect });
  return { error, result: decideFailure({ error, effect: effectClass, lookup: { phone: '+1' } }) };
};

describe('what a failed call means for its lead', () => {
  test.each<ErrorKind>(['invalid-input', 'invalid-phone', 'rejected', 'already-exists', 'idempotency-mismatch'])(
    '%s, and nothing happened: rejected',
    (kind) => {
      const { error, result } = decided(kind, 'none', 'natural-key');
      expect(result).toMatchObject({ ok: true, value: { outcome: 'rejected', certainty: 'certain', error } });
    },
  );

  test('duplicate: sent before', () => {
    expect(decided('duplicate', 'none', 'unguarded').result).toMatchObject({
      ok: true,
      value: { outcome: 'duplicate' },
    });
  });

  test.each<ErrorKind>([
    'misconfigured',
    'unauthorized',
    'forbidden',
    'quota-exceeded',
    'rate-limited',
    'provider-failure',
    'timeout',
    'network',
    'aborted',
    'unexpected-redirect',
    'unreadable-response',
  ])('%s, and nothing happened: nothing is decided', (kind) => {
    const { error, result } = decided(kind, 'none', 'unguarded');
    expect(result).toEqual({ ok: false, error });
  });

  test('a create that is not found says nothing of its lead: nothing is decided, and the address or the list is wrong', () => {
    const error = new LeadwireError('not-found', 'x', { status: 404, code: 'LIST_NOT_FOUND', hint: 'Check the id.' });
    expect(decideFailure({ error, effect: 'unguarded', lookup: {} })).toMatchObject({
      ok: false,
      error: {
        kind: 'misconfigured',
        status: 404,
        code: 'LIST_NOT_FOUND',
        effect: 'none',
        hint: expect.stringMatching(/baseUrl.*list, campaign, team or enterprise/),
      },
    });
  });

  test.each<LeadwireError['effect']>(['unknown', 'applied'])(
    '%s on what may not be repeated: parked, with the look-up',
    (effect) => {
      const { error, result } = decided('network', effect, 'unguarded');
      expect(result).toMatchObject({
        ok: true,
        value: { outcome: 'parked', certainty: 'probable', error, lookup: { phone: '+1' } },
      });
    },
  );

  test('unknown on what may be repeated: nothing is decided, it may be resumed', () => {
    expect(decided('rejected', 'unknown', 'natural-key').result).toMatchObject({ ok: false });
  });

  test('parked keeps the look-up of the provider’s own room', () => {
    const error = new LeadwireError('parked', 'x', { effect: 'unknown', lookup: { email: 'e' } });
    expect(decideFailure({ error, effect: 'natural-key', lookup: { phone: '+1' } })).toMatchObject({
      ok: true,
      value: { outcome: 'parked', lookup: { email: 'e' } },
    });
  });
});

describe('checkLead', () => {
  const { options } = standIn({ defaultCountry: 'US' }).provider;

  test('gives the phone in E.164 with its region and type', async () => {
    expect(await checkLead({ phone: '(415) 555-2671' }, options)).toEqual({
      phone: '+14155552671',
      region: 'US',
      type: 'FIXED_LINE_OR_MOBILE',
      warnings: [],
      issues: [],
      unsupported: [],
    });
  });

  test('says why a phone cannot be used, without it', async () => {
    const check = await checkLead({ phone: '12345' }, options, [{ field: 'tags', reason: 'no place' }]);
    expect(check).toMatchObject({
      phone: undefined,
      issues: [{ path: 'phone', code: 'too-short' }],
      unsupported: [{ field: 'tags' }],
    });
    expect(JSON.stringify(check)).not.toContain('12345');
  });

  test('warns of a phone that is possible, but that its country has not given out', async () => {
    expect(await checkLead({ phone: '(555) 555-5555' }, options)).toMatchObject({
      phone: '+15555555555',
      issues: [],
      warnings: [{ path: 'phone', code: 'unassigned-number' }],
    });
  });

  test('refuses digits that can be two numbers, and shows both masked', async () => {
    const check = await checkLead({ phone: '6591234567' }, { ...options, defaultCountry: 'IN' });
    expect(check).toMatchObject({ phone: undefined, issues: [{ path: 'phone', code: 'ambiguous-number' }] });
    expect(check.issues[0]?.message).toContain('(+91******67 or +65******67)');
  });

  test('takes a missing phone for none', async () => {
    expect(await checkLead({} as never, options)).toMatchObject({ issues: [{ path: 'phone', code: 'not-a-number' }] });
  });
});

describe('an update that did not come about', () => {
  const found = arrived('existed', 7, { ignored: [{ field: 'rating', reason: 'IGNORED' }] });

  test('is told with the lead, beside what was told of it before', () => {
    expect(notUpdated(found, ['name', 'tags'], 'no id')).toEqual({
      ok: true,
      value: { ...found, ignored: [...found.ignored, { field: 'name, tags', reason: 'no id' }] },
    });
    expect(notUpdated(found, ['name'], new LeadwireError('timeout', 'x'), 'search')).toMatchObject({
      value: { ignored: [{}, { field: 'name', reason: 'the search failed: timeout' }] },
    });
  });

  test('because its caller stopped it is owed still', () => {
    expect(notUpdated(found, ['name'], new LeadwireError('aborted', 'x'))).toMatchObject({
      ok: false,
      error: { kind: 'aborted', effect: 'unknown' },
    });
  });
});

test('what was not omitEmpty is not sent', () => {
  expect(omitEmpty({ a: undefined, b: '', c: null, d: 0, e: false, f: 'x' })).toEqual({
    c: null,
    d: 0,
    e: false,
    f: 'x',
  });
});

test('an account mark tells two credentials apart without holding either', () => {
  expect(credentialMark('secret-one')).not.toBe(credentialMark('secret-two'));
  expect(credentialMark('secret-one')).toMatch(/^[a-z0-9]{1,7}$/);
  expect(credentialMark(async () => 'secret')).toBe('dynamic');
});
