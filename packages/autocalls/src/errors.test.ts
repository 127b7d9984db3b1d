import { inspect } from 'node:util';
import type { ErrorKind } from '@leadwire/core';
import { type Answer, body, html, identified, identifiedError, json, replies } from '@leadwire/core/testing';
import { describe, expect, test } from 'vitest';
import { createAutocalls } from './index.ts';

const clientOf = (answer: Answer) =>
  createAutocalls({ apiKey: '1|abc123', limits: false, retry: false, fetch: replies(identified(answer)) });

const failing = async (status: number, answer: unknown) =>
  identifiedError(
    await clientOf(json(status, answer)).calls.make({ phone_number: '+14155552671', assistant_id: 1 }).safe(),
  );

describe('every documented error body maps to its kind', () => {
  test.each<[number, unknown, ErrorKind]>([
    [400, { message: 'From number not found' }, 'rejected'],
    [400, { message: 'Invalid to phone number' }, 'rejected'],
    [400, { message: 'Insufficient balance' }, 'quota-exceeded'],
    [400, { error: 'This phone number is already in use.' }, 'rejected'],
    [400, { error: 'Insufficient balance', available_balance: 1.5 }, 'quota-exceeded'],
    [400, { error: 'Insufficient credits balance', user_credits_balance: 3 }, 'quota-exceeded'],
    [400, { status: false, error: 'Insufficient balance' }, 'quota-exceeded'],
    [
      400,
      { message: 'Insufficient balance', success: false, data: { campaign_id: 1, status: 'draft' } },
      'quota-exceeded',
    ],
    [400, { error: 'Phone number is already scheduled for release.' }, 'rejected'],
    [401, { message: 'Unauthenticated.' }, 'unauthorized'],
    [401, { message: 'Invalid credentials', errors: { email: ['These credentials do not match.'] } }, 'unauthorized'],
    [401, { error: 'Unauthorized' }, 'unauthorized'],
    [402, { success: false, error: 'Insufficient balance', error_code: 'INSUFFICIENT_BALANCE' }, 'quota-exceeded'],
    [402, { error: 'No payment method' }, 'quota-exceeded'],
    [403, { message: 'You have reached your plan limit.' }, 'forbidden'],
    [403, { error: 'You are not a white label admin.' }, 'forbidden'],
    [403, { success: false, error: 'closed', error_code: 'SESSION_EXPIRED', session_status: {} }, 'forbidden'],
    [404, { message: 'Lead not found' }, 'not-found'],
    [404, { error: 'Knowledgebase not found.' }, 'not-found'],
    [404, { status: false, error: 'Conversation not found' }, 'not-found'],
    [404, { success: false, error: 'Sender not found', error_code: 'SENDER_NOT_FOUND' }, 'not-found'],
    [409, { error: 'A SIP trunk with this number exists.' }, 'already-exists'],
    [
      422,
      { message: 'The given data was invalid.', errors: { assistant_id: ['The assistant id field is required.'] } },
      'rejected',
    ],
    [422, { message: 'You have reached your plan limit of 5 mid call tools.' }, 'rejected'],
    [422, { error: 'The number cannot be read.' }, 'rejected'],
    [422, { success: false, error: 'offline', error_code: 'SENDER_OFFLINE' }, 'rejected'],
    [422, { success: false, error: 'x', error_code: 'TWILIO_ERROR_63016' }, 'rejected'],
    [422, { message: 'Invalid fields: invalid_field, another_invalid_field' }, 'rejected'],
    [422, { message: 'Insufficient balance' }, 'quota-exceeded'],
    [429, { message: 'Too Many Attempts.', retry_after: 60 }, 'rate-limited'],
    [500, { message: 'Assistant deletion failed' }, 'provider-failure'],
    [500, { message: 'Failed', error: 'Twilio' }, 'provider-failure'],
    [500, { error: 'Failed to create knowledgebase. Please try again.' }, 'provider-failure'],
    [503, { success: false, error: 'offline', error_code: 'SENDER_OFFLINE' }, 'rejected'],
  ])('%i %j: %s', async (status, answer, kind) => {
    expect(await failing(status, answer)).toMatchObject({ provider: 'autocalls', kind, status });
  });

  test.each([[null], [[]], ['text'], [7], [{}], [{ errors: null }], [{ errors: 'x', message: 7, error: {} }]])(
    '%j says nothing',
    async (answer) => {
      expect(await failing(422, answer)).toMatchObject({ kind: 'rejected', code: undefined, issues: [] });
    },
  );

  test.each([html(502), body(502), body(502, '{"mess')])('HTML, empty and truncated bodies, too', async (answer) => {
    const error = identifiedError(await clientOf(answer).account.me().safe());
    expect(error).toMatchObject({ kind: 'provider-failure', status: 502 });
  });
});

test('the code is error_code', async () => {
  expect(await failing(403, { success: false, error: 'x', error_code: 'SESSION_EXPIRED' })).toMatchObject({
    code: 'SESSION_EXPIRED',
  });
});

test.each([
  [404, { message: 'Automation not found', error: 'not_found' }, 'not-found', 'not_found'],
  [404, { message: 'No such template', error: 'template_not_found', params: null }, 'not-found', 'template_not_found'],
  [422, { message: 'It is taken', error: 'binding_conflict' }, 'rejected', 'binding_conflict'],
  [
    422,
    { message: 'Parameters are missing', error: 'missing_params', params: [{ key: 'to' }] },
    'rejected',
    'missing_params',
  ],
])('the code of an automation is in error, and its text in message: %i %j', async (status, answer, kind, code) => {
  expect(await failing(status, answer)).toMatchObject({
    kind,
    code,
    providerMessage: answer.message,
  });
});

test('an automation that would act for real in its test says what confirms it', async () => {
  const refused = { message: 'The flow sends messages', error: 'side_effects_require_confirmation' };
  expect((await failing(422, refused)).hint).toContain('confirm_side_effects');
});

test('the fields are in errors, each message an issue', async () => {
  const errors = { phone_number: ['is invalid', 'is too short'], 'variables.email': 'is invalid' };
  expect(await failing(422, { message: 'Validation failed', errors })).toMatchObject({
    issues: [{ path: 'phone_number' }, { path: 'phone_number' }, { path: 'variables.email' }],
    providerMessage: 'phone_number: is invalid; phone_number: is too short; variables.email: is invalid',
  });
});

test.each([
  [{ message: 'From number not found' }, 'From number not found'],
  [{ error: 'This phone number is already in use.' }, 'This phone number is already in use.'],
  [{ status: false, error: 'Assistant not found' }, 'Assistant not found'],
  [{ success: false, error: 'Sender not found', error_code: 'SENDER_NOT_FOUND' }, 'Sender not found'],
  [{ message: 'Validation failed', errors: [] }, 'Validation failed'],
])('where no field is named the text is the reason: %j', async (answer, message) => {
  expect((await failing(400, answer)).providerMessage).toBe(message);
  expect((await failing(500, answer)).providerMessage).toBeUndefined();
});

test('a text that quotes what was sent is in providerMessage alone', async () => {
  const error = await failing(400, { error: 'The number +14155552671 of Jane Roe is not valid' });
  expect(JSON.stringify(error) + inspect(error)).not.toMatch(/4155552671|Jane|Roe/);
  expect(error.providerMessage).toBe('The number +14155552671 of Jane Roe is not valid');
});

test('a WhatsApp session that is over says what to send instead', async () => {
  const error = await failing(403, { success: false, error: 'x', error_code: 'SESSION_EXPIRED', session_status: {} });
  expect(error.hint).toContain('whatsapp.sendTemplate');
});

test('an offline sender is not tried again, whatever the status says', async () => {
  const fetch = replies(json(503, { success: false, error: 'offline', error_code: 'SENDER_OFFLINE' }));
  const client = createAutocalls({ apiKey: 'k', limits: false, fetch });
  const outcome = await client.whatsapp
    .sendFreeform({ sender_id: 1, recipient_phone: '+14155552671', message: 'Hello' })
    .safe();
  expect(outcome).toMatchObject({ error: { kind: 'rejected', code: 'SENDER_OFFLINE', retryable: false } });
  expect(fetch.requests.length).toBe(1);
});

test('a 429 with retry_after in its body is waited for', async () => {
  expect(await failing(429, { message: 'Too Many Attempts.', retry_after: 60 })).toMatchObject({
    retryAfterMs: 60_000,
    retryable: true,
  });
});
