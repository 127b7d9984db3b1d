import { type LeadCheck, type LeadTarget, PHONE_ADVICE } from '@leadwire/core';
import { type Client, type TargetOutline, toWireForm, undone } from '@leadwire/core/provider';
import { createLeadTarget } from '@leadwire/core/target';
import type { LeadCreate, LeadUpsertResult, TopcallsOperations } from '@leadwire/generated-topcalls';
import { sendBulk } from './bulk.ts';
import { createMapping, type LeadShape, toChange } from './neutral-lead.ts';
import { findCreated, reconcileCreate } from './reconcile.ts';
import type { TopcallsTargetOptions } from './target-outline.ts';

type Core = Client<TopcallsOperations, unknown>;

export function createTarget(
  core: Core,
  { bulk, ...outline }: TargetOutline,
  { listId, shape }: TopcallsTargetOptions & { readonly shape: LeadShape },
): LeadTarget {
  const mapping = createMapping(shape);
  const { toCreate, unsupported } = mapping;
  const target = createLeadTarget<LeadCreate, LeadUpsertResult>(core, {
    ...outline,
    operation: 'leads.create',
    resumesBy: 'resend',
    check: withLeadPhone,
    unsupported,
    toBody: (lead) => toCreate(lead, listId),
    lookupOf: ({ phone_number }) => ({ phone: phone_number, list_id: listId }),
    idOf: ({ id }) => id,
    toArrived: (answer, sent) => mapping.fromUpsert(core, answer, sent),
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
    findCreated: (lead, created, given) =>
      findCreated(core, { phone: lead.phone, list_id: listId, created, options: given }),
    ...(bulk && {
      bulk: { ...bulk, send: (leads, given = {}) => sendBulk({ core, listId, mapping, one: target }, leads, given) },
    }),
  };
}

/** Their leads have numbers of 9 to 15 digits, and a few countries have shorter ones. */
function withLeadPhone(check: LeadCheck): LeadCheck {
  const wire = check.phone === undefined ? undefined : toWireForm(check.phone, 'e164-lead');
  if (wire === undefined || wire.ok) return check;
  const { reason } = wire.error;
  return { ...check, phone: undefined, issues: [{ path: 'phone', message: PHONE_ADVICE[reason], code: reason }] };
}
