import { type LeadCheck, type LeadTarget, PHONE_ADVICE } from '@leadwire/core';
import {
  type Client,
  createLeadTarget,
  misconfigured,
  placeOf,
  requireKnown,
  toWireForm,
  undone,
} from '@leadwire/core/provider';
import type { LeadCreate, LeadUpsertResult, TopcallsOperations } from '@leadwire/generated-topcalls';
import { sendBulk } from './bulk.ts';
import { fromUpsert, toChange, toCreate, unsupported } from './neutral-lead.ts';
import { findCreated, reconcileCreate } from './reconcile.ts';

/** Where leads go. */
export interface TopcallsTargetOptions {
  /** The list that leads join; the dashboard shows its id. */
  readonly listId: string;
}

type Core = Client<TopcallsOperations, unknown>;

/** The vendor's limit of one bulk import. */
const BULK_LIMIT = 2_000;

export function createTarget(core: Core, options: Partial<TopcallsTargetOptions> = {}): LeadTarget {
  requireKnown('topcalls.target', options, { listId: true });
  const { listId } = options;
  if (typeof listId !== 'string' || listId.trim() === '') {
    throw misconfigured('topcalls', {
      option: 'listId',
      hint: 'Pass listId: the dashboard shows the id of each list.',
    });
  }
  const target = createLeadTarget<LeadCreate, LeadUpsertResult>(core, {
    account: placeOf(core, listId),
    operation: 'leads.create',
    effect: 'natural-key',
    resumesBy: 'resend',
    check: withLeadPhone,
    unsupported,
    toBody: (lead) => toCreate(lead, listId),
    lookupOf: ({ phone_number }) => ({ phone: phone_number, list_id: listId }),
    idOf: ({ id }) => id,
    toArrived: (answer, sent) => fromUpsert(core, answer, sent),
    reconcile: (lost) => reconcileCreate(core, lost),
    actsAgain: ({ notes_append }) =>
      notes_append === undefined
        ? undefined
        : 'an earlier send may have appended its notes, which a repeat appends again',
    changeOf: (lead, body) => {
      const change = toChange(body, lead);
      return {
        fields: Object.keys(change),
        send: (id, options) => core.run('leads.update', { path: { id }, body: change, options }),
      };
    },
    undo: async (id, options = {}) => {
      const query = { list_id: listId };
      return undone(await core.run('leads.delete', { path: { id }, query, options }), 'removed-from-list');
    },
  });
  return {
    ...target,
    findCreated: (lead, created, options) =>
      findCreated(core, { phone: lead.phone, list_id: listId, created, options }),
    bulk: {
      maxItems: BULK_LIMIT,
      // Repeated notes would be appended again.
      accepts: (lead) => lead.notes === undefined && lead.fields?.notes_append === undefined,
      send: (leads, options = {}) => sendBulk({ core, listId, one: target }, leads, options),
    },
  };
}

/** Their leads have numbers of 9 to 15 digits, and a few countries have shorter ones. */
function withLeadPhone(check: LeadCheck): LeadCheck {
  const wire = check.phone === undefined ? undefined : toWireForm(check.phone, 'e164-lead');
  if (wire === undefined || wire.ok) return check;
  const { reason } = wire.error;
  return { ...check, phone: undefined, issues: [{ path: 'phone', message: PHONE_ADVICE[reason], code: reason }] };
}
