import type { TelecrmApi } from '@leadwire/generated-telecrm';
import type { Call, CallOf, HandlersOf, Reply, SimulatorContext } from '../framework/provider.ts';
import { actionNotFound, badRequest } from './errors.ts';
import type { ActionRow, LeadRow } from './lead-store.ts';
import { type LeadParts, onLead } from './leads.ts';
import { addActions, bareCode, isPaymentStatus, readValues } from './write-values.ts';

const isWritable = (type: unknown) => type === 'PAYMENT' || bareCode(String(type)) !== undefined;

const shown = ({ type, body }: ActionRow): Reply => ({ status: 200, body: { type, ...body } });

export function createActionHandlers(
  context: SimulatorContext,
  { store, workspace }: LeadParts,
): HandlersOf<TelecrmApi> {
  function create(row: LeadRow, { body }: CallOf<TelecrmApi, 'actions.create'>): Reply {
    const actions: readonly { readonly type?: unknown }[] = Array.isArray(body.actions) ? body.actions : [];
    if (actions.length === 0) return badRequest('At least one action is required');
    // assumption: a type with the prefix of the Async API is refused too; the vendor's pages say refused or dropped.
    if (!actions.every((action) => isWritable(action?.type))) {
      return badRequest('Only custom actions and payment actions can be created');
    }
    const added = addActions(row, actions, { store, workspace, codeOf: bareCode });
    for (const { id } of added.rows) context.record('created', 'action', id);
    return { status: 200, body: { lead_id: row.id, actions: added.actions, remarks: added.remarks } };
  }

  const onAction = <Body, Query>(respond: (action: ActionRow, call: Call<Body, Query>) => Reply) =>
    onLead(store)((lead, call: Call<Body, Query>) => {
      const { actionId = '' } = call.params;
      const action = lead.actions.find(({ id }) => id === actionId);
      if (action === undefined) return actionNotFound(actionId);
      return isWritable(action.type)
        ? respond(action, call)
        : badRequest('Only custom actions and payment actions can be retrieved');
    });

  function updatePayment(action: ActionRow, body: Readonly<Record<string, unknown>>): Reply | undefined {
    if (['amount', 'currency', 'paymentid'].some((name) => Object.hasOwn(body, name))) {
      return badRequest('Cannot update amount, currency, or paymentid fields for existing payment action.');
    }
    if (body.status === undefined) return undefined;
    if (!isPaymentStatus(body.status)) return badRequest('Payment status is invalid');
    action.body = { ...action.body, status: body.status };
    return undefined;
  }

  function update(action: ActionRow, call: CallOf<TelecrmApi, 'actions.update'>): Reply {
    const body: Readonly<Record<string, unknown>> = call.body;
    if (body.type !== action.type) return badRequest('Action type does not match');
    if (action.type === 'PAYMENT') {
      const refused = updatePayment(action, body);
      if (refused !== undefined) return refused;
    } else {
      const fields = workspace.kinds.get(action.type) ?? new Map();
      const { stored } = readValues(body.fields, fields, workspace, 'fields');
      action.body = { fields: { ...(action.body.fields as object), ...stored } };
    }
    action.modifiedAt = context.now();
    context.record('updated', 'action', action.id);
    return shown(action);
  }

  return {
    'actions.create': onLead(store)(create),
    'actions.get': onAction(shown),
    'actions.update': onAction(update),
  };
}
