import { createAutocalls } from '@leadwire/autocalls';
import type {
  Arrived,
  Call,
  CallMeta,
  CallResult,
  E164,
  ErrorKind,
  LeadOutcome,
  LeadTarget,
  LeadwireError,
  PagedCall,
} from '@leadwire/core';
import { createPulsecrm, type Lead as PulseLead } from '@leadwire/pulsecrm';
import { createTelecrm } from '@leadwire/telecrm';
import { createTopcalls, type Lead, type LeadCreate, type LeadList, type LeadUpsertResult } from '@leadwire/topcalls';
import { describe, expectTypeOf, test } from 'vitest';

// What compiles and what does not. Nothing here runs: the compiler is asked, and each line that it must refuse says so.

const topcalls = createTopcalls({ apiKey: 'key' });
const autocalls = createAutocalls({ apiKey: async () => 'key' });
const telecrm = createTelecrm({ enterpriseId: 'id', syncToken: 'token' });
const pulsecrm = createPulsecrm({ accountId: '1', token: 'token' });

const lead: LeadCreate = { name: 'Jane Doe', phone_number: '(415) 555-2671', list_id: 'id' };
declare const someText: string;

describe('the body of a call', () => {
  test('needs what the page requires', () => {
    topcalls.leads.create(lead);
    // @ts-expect-error: list_id is missing
    topcalls.leads.create({ name: 'Jane Doe', phone_number: '+14155552671' });
    // @ts-expect-error: there is no lead without a body
    topcalls.leads.create();
    // @ts-expect-error: campaign_id is missing
    autocalls.leads.create({ phone_number: '+14155552671' });
    // @ts-expect-error: fields is missing
    telecrm.leads.create({ actions: [] });
    // @ts-expect-error: lastName is missing
    pulsecrm.leads.create({ firstName: 'Jane' });
  });

  test('takes no field that the page does not know', () => {
    // @ts-expect-error: company is not a field of TopCalls
    topcalls.leads.create({ ...lead, company: 'Acme' });
    // @ts-expect-error: the vendor spells it allow_dupplicate
    autocalls.leads.create({ phone_number: '+14155552671', campaign_id: 1, allow_duplicate: false });
    autocalls.leads.create({ phone_number: '+14155552671', campaign_id: 1, allow_dupplicate: false });
    // @ts-expect-error: actions of the Sync API have no name
    telecrm.leads.create({ fields: {}, actions: [{ type: '1001', name: 'call' }] });
    telecrm.leads.create({ fields: { phone: '919999999999', any_field_of_the_workspace: ['a', 'b'] } });
  });

  test('takes only the values that the page lists', () => {
    topcalls.leads.create({ ...lead, status: 'New' });
    // @ts-expect-error: no such status
    topcalls.leads.create({ ...lead, status: 'Dormant' });
    // @ts-expect-error: not every string is a status
    topcalls.leads.create({ ...lead, status: someText });
  });

  test('takes null in a patch where it clears, and nowhere else', () => {
    topcalls.leads.update('id', { email: null, notes: null });
    // @ts-expect-error: a name cannot be cleared
    topcalls.leads.update('id', { name: null });
    // @ts-expect-error: null is no value in a new lead
    topcalls.leads.create({ ...lead, email: null });
  });
});

describe('an optional field may be undefined under exactOptionalPropertyTypes, since it is not sent', () => {
  const none = undefined as string | undefined;
  const noNumber = undefined as number | undefined;

  test('in a body', () => {
    topcalls.leads.create({ ...lead, email: none });
    topcalls.leads.update('id', { notes: none });
    autocalls.leads.create({
      phone_number: '+14155552671',
      campaign_id: 1,
      variables: undefined,
      allow_dupplicate: undefined,
    });
    telecrm.leads.create({ fields: { phone: '919999999999' }, actions: undefined });
    pulsecrm.leads.create({ firstName: 'Jane', lastName: 'Doe', email: none, teamId: noNumber });
    // @ts-expect-error: what is required is required
    pulsecrm.leads.create({ firstName: 'Jane', lastName: undefined });
  });

  test('in an object or a list within a body', () => {
    autocalls.leads.create({
      phone_number: '+14155552671',
      campaign_id: 1,
      secondary_contacts: [{ phone_number: '+14155552672', variables: undefined }],
    });
    pulsecrm.teams.update(1, { members: [{ userId: noNumber }] });
  });

  test('in a query, and in that of raw', () => {
    pulsecrm.leads.list({ page: noNumber, email: none });
    pulsecrm.leads.create(
      { firstName: 'Jane', lastName: 'Doe' },
      { query: { skipTeamAndSourceRequirement: undefined } },
    );
    topcalls.leads.delete('id', { list_id: none });
    void pulsecrm.raw.GET('/leads', { params: { query: { page: noNumber } } });
  });
});

describe('a result', () => {
  test('has a status that may be one that is not known yet', () => {
    expectTypeOf<string>().toExtend<LeadUpsertResult['status']>();
    expectTypeOf<LeadUpsertResult['status']>().toExtend<string>();
    const known: LeadUpsertResult['status'] = 'Unsubscribed';
    const unknown: LeadUpsertResult['status'] = someText;
    expectTypeOf([known, unknown]).items.toExtend<string>();
  });

  test('has what is always there as it is, and the rest as perhaps missing or null', () => {
    expectTypeOf<LeadUpsertResult['existed']>().toEqualTypeOf<boolean>();
    expectTypeOf<Lead['id']>().toEqualTypeOf<string>();
    expectTypeOf<Lead['email']>().toEqualTypeOf<string | null | undefined>();
    expectTypeOf<PulseLead['id']>().toEqualTypeOf<number>();
  });

  test('of a deletion is nothing', () => {
    expectTypeOf(topcalls.leads.delete('id')).toEqualTypeOf<Call<undefined>>();
  });
});

describe('a call', () => {
  const call = topcalls.leads.create(lead);

  test('gives its value when awaited', async () => {
    expectTypeOf(call).toEqualTypeOf<Call<LeadUpsertResult>>();
    expectTypeOf(await call).toEqualTypeOf<LeadUpsertResult>();
    expectTypeOf(call).toExtend<Promise<LeadUpsertResult>>();
  });

  test('gives success or failure as a value with safe', async () => {
    const result = await call.safe();
    expectTypeOf(result).toEqualTypeOf<CallResult<LeadUpsertResult>>();
    expectTypeOf(result.meta).toEqualTypeOf<CallMeta>();
    // @ts-expect-error: not before it was asked whether there is one
    result.value;
    if (result.ok) expectTypeOf(result.value).toEqualTypeOf<LeadUpsertResult>();
    else expectTypeOf(result.error).toEqualTypeOf<LeadwireError>();
  });

  test('gives what is known beside the value with withMeta', async () => {
    expectTypeOf(await call.withMeta()).toEqualTypeOf<{ value: LeadUpsertResult; meta: CallMeta }>();
    expectTypeOf<CallMeta>().toHaveProperty('requestId');
    expectTypeOf<CallMeta['attempts']>().items.toHaveProperty('durationMs');
    expectTypeOf<CallMeta['certainty']>().toEqualTypeOf<'certain' | 'probable'>();
  });

  test('fails with one class of error', () => {
    call.catch((error) => expectTypeOf(error).toEqualTypeOf<LeadwireError>());
    call.then(undefined, (error) => expectTypeOf(error).toEqualTypeOf<LeadwireError>());
  });
});

describe('a list', () => {
  const list = topcalls.leads.list({ status: 'New' });

  test('gives every item when iterated, every page with pages, and the first page when awaited', async () => {
    expectTypeOf(list).toEqualTypeOf<PagedCall<LeadList, Lead>>();
    for await (const item of list) expectTypeOf(item).toEqualTypeOf<Lead>();
    for await (const page of list.pages()) expectTypeOf(page).toEqualTypeOf<LeadList>();
    expectTypeOf(await list).toEqualTypeOf<LeadList>();
    expectTypeOf(await list.safe()).toEqualTypeOf<CallResult<LeadList>>();
  });

  test('goes without a query, and takes no filter that there is not', () => {
    topcalls.leads.list();
    topcalls.leads.list({}, { timeoutMs: 5_000 });
    // @ts-expect-error: no such filter
    topcalls.leads.list({ name: 'Jane' });
    // @ts-expect-error: no such status
    topcalls.leads.list({ status: 'Dormant' });
  });

  test('whose answer is a bare array has its items too', async () => {
    for await (const campaign of autocalls.campaigns.list()) expectTypeOf(campaign).toHaveProperty('id');
  });

  test('is nothing that a call for one thing can be iterated as', () => {
    // @ts-expect-error: one lead is no list
    topcalls.leads.get('id').pages();
  });
});

describe('the arguments', () => {
  test('are path parameters first, then body or query, then options', () => {
    topcalls.leads.update(
      'id',
      { status: 'Contacted' },
      { timeoutMs: 5_000, retry: false, idempotencyKey: 'row-0017' },
    );
    expectTypeOf(topcalls.leads.update).parameter(0).toEqualTypeOf<string>();
    expectTypeOf(topcalls.leads.delete).parameter(1).toEqualTypeOf<{ list_id?: string | undefined } | undefined>();
    expectTypeOf(pulsecrm.leads.get).parameter(0).toEqualTypeOf<number>();
    // @ts-expect-error: the id comes first
    topcalls.leads.update({ status: 'Contacted' }, 'id');
    // @ts-expect-error: no such option
    topcalls.leads.create(lead, { timeout: 5_000 });
  });

  test('hold what the client fills from its own options nowhere', () => {
    telecrm.leads.get('lead');
    // @ts-expect-error: the workspace is an option of the client
    telecrm.leads.get('enterprise', 'lead');
  });

  test('have a query among the options only where there are a body and a query', () => {
    const body = { firstName: 'Jane', lastName: 'Doe' };
    pulsecrm.leads.create(body, { query: { skipTeamAndSourceRequirement: true } });
    // @ts-expect-error: no such query
    pulsecrm.leads.create(body, { query: { skipTeam: true } });
    // @ts-expect-error: this one takes no query
    topcalls.leads.create(lead, { query: { list_id: 'id' } });
    // @ts-expect-error: the query of a list is its argument
    topcalls.leads.list({}, { query: { status: 'New' } });
  });
});

describe('an outcome', () => {
  test('that was only accepted has no id', () => {
    type Accepted = Extract<LeadOutcome, { outcome: 'accepted' }>;
    expectTypeOf<Accepted['id']>().toEqualTypeOf<undefined>();
    const accepted = {
      outcome: 'accepted',
      certainty: 'certain',
      ignored: [],
      unchanged: [],
      unsupported: [],
    } as const;
    expectTypeOf(accepted).toExtend<LeadOutcome>();
    // @ts-expect-error: no id was given
    const withId: Accepted = { ...accepted, id: 'id' };
    expectTypeOf(withId).toExtend<LeadOutcome>();
  });

  test('that arrived has one, or none is known', () => {
    expectTypeOf<Arrived['id']>().toEqualTypeOf<string | undefined>();
    expectTypeOf<Arrived['outcome']>().toEqualTypeOf<'created' | 'existed' | 'updated' | 'partial'>();
  });

  test('that was rejected or parked has its error', () => {
    expectTypeOf<Extract<LeadOutcome, { outcome: 'rejected' | 'parked' }>['error']>().toEqualTypeOf<LeadwireError>();
  });

  test('comes from every provider alike', () => {
    expectTypeOf(topcalls.target({ listId: 'id' })).toEqualTypeOf<LeadTarget>();
    expectTypeOf(autocalls.target({ campaignId: 1 })).toEqualTypeOf<LeadTarget>();
    expectTypeOf(telecrm.target({ mode: 'async' })).toEqualTypeOf<LeadTarget>();
    expectTypeOf(pulsecrm.target({ skipTeamAndSourceRequirement: true })).toEqualTypeOf<LeadTarget>();
  });
});

/** Every kind by name: a new one does not compile until it is decided here too. */
export function exitCode(kind: ErrorKind): number {
  switch (kind) {
    case 'rate-limited':
    case 'timeout':
    case 'network':
    case 'provider-failure':
      return 75;
    case 'invalid-input':
    case 'invalid-phone':
    case 'already-exists':
    case 'rejected':
    case 'not-found':
    case 'duplicate':
      return 65;
    case 'misconfigured':
    case 'unauthorized':
    case 'forbidden':
    case 'quota-exceeded':
    case 'idempotency-mismatch':
      return 78;
    case 'aborted':
    case 'unexpected-redirect':
    case 'unreadable-response':
    case 'parked':
    case 'ledger-unavailable':
    case 'list-changed':
      return 1;
    default:
      return kind satisfies never;
  }
}

test('a switch over the kinds of error that forgets one does not compile', () => {
  const forgetful = (kind: ErrorKind) => {
    if (kind === 'network') return 75;
    // @ts-expect-error: not every kind is decided
    return kind satisfies never;
  };
  expectTypeOf(forgetful).returns.not.toBeAny();
});

describe('a phone in E.164', () => {
  test('is a string', () => {
    expectTypeOf<E164>().toExtend<string>();
  });

  test('is no plain string', () => {
    expectTypeOf<string>().not.toExtend<E164>();
    // @ts-expect-error: it was not proved
    const phone: E164 = '+14155552671';
    expectTypeOf(phone).toExtend<string>();
  });
});

describe('the raw client', () => {
  test('is typed by path', async () => {
    const { data } = await topcalls.raw.GET('/v1/leads/{id}', { params: { path: { id: 'id' } } });
    // Not Lead itself: openapi-fetch takes every type apart on its way, open enums too.
    expectTypeOf(data).toExtend<{ id: string; existed?: never; email?: string | null } | undefined>();
    // @ts-expect-error: no such path
    void topcalls.raw.GET('/v1/people');
  });
});
