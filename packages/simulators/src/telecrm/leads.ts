import type { TelecrmApi } from '@leadwire/generated-telecrm';
import type { CallOf, HandlersOf, Reply, SimulatorContext } from '../framework/provider.ts';
import { onRow } from '../framework/state/on-row.ts';
import { badRequest, leadNotFound, telecrmError } from './errors.ts';
import { identifierKey } from './field-value.ts';
import { type LeadRow, type LeadStore, shownFields, toTimelineAction } from './lead-store.ts';
import type { Workspace } from './workspace.ts';
import { addActions, bareCode, readValues } from './write-values.ts';

const DEFAULT_LIMIT = 10;

/** Handlers of operations on the lead that the path names. */
export const onLead = (store: LeadStore): ReturnType<typeof onRow<LeadRow>> =>
  onRow(
    ({ params }) => store.rows.get(params.leadId ?? ''),
    ({ params }) => leadNotFound(params.leadId ?? ''),
  );

export interface LeadParts {
  readonly store: LeadStore;
  readonly workspace: Workspace;
}

/** The values of a new lead. assumption: without a status it gets the first active one. */
export function newFields(stored: Record<string, unknown>, { activeStatuses }: Workspace): Record<string, unknown> {
  if (stored.status === undefined && activeStatuses[0] !== undefined) stored.status = activeStatuses[0];
  return stored;
}

/** Changes every field but the identifier and locked fields. assumption: a locked field is dropped without notice. */
export function changeFields(row: LeadRow, sent: unknown, workspace: Workspace, now: number): void {
  const { stored } = readValues(sent, workspace.fields, workspace, 'fields');
  delete stored[workspace.identifier.apiName];
  for (const apiName in stored) {
    const isLocked = workspace.fields.get(apiName)?.lockAfterCreate === true && row.fields[apiName] !== undefined;
    if (!isLocked) row.fields[apiName] = stored[apiName];
  }
  row.modifiedAt = now;
}

export function createLeadHandlers(context: SimulatorContext, { store, workspace }: LeadParts): HandlersOf<TelecrmApi> {
  function create({ body }: CallOf<TelecrmApi, 'leads.create'>): Reply {
    const { apiName } = workspace.identifier;
    const fields: Readonly<Record<string, unknown>> = body.fields ?? {};
    if (fields[apiName] === undefined) {
      return telecrmError(400, 'INVALID_LEAD', `Lead identifier field '${apiName}' not found in request body.`);
    }
    const key = identifierKey(fields[apiName], workspace);
    // assumption: an identifier that cannot be read is refused like a missing one, with this text.
    if (key === undefined) return telecrmError(400, 'INVALID_LEAD', `Lead identifier field '${apiName}' is invalid.`);
    if (store.byKey(key) !== undefined) {
      return telecrmError(409, 'LEAD_ALREADY_EXISTS', `Lead with ${apiName} ${key} already exists.`);
    }
    const { stored, remarks } = readValues(fields, workspace.fields, workspace, 'fields');
    const row = store.create(key, newFields(stored, workspace));
    context.record('created', 'lead', row.id);
    const added = addActions(row, Array.isArray(body.actions) ? body.actions : [], {
      store,
      workspace,
      codeOf: bareCode,
    });
    for (const { id } of added.rows) context.record('created', 'action', id);
    return { status: 201, body: { lead_id: row.id, actions: added.actions, remarks: [...remarks, ...added.remarks] } };
  }

  function get(row: LeadRow, { query }: CallOf<TelecrmApi, 'leads.get'>): Reply {
    const fields = shownFields(row);
    if (query.includeActions !== true) return { status: 200, body: { fields } };
    const { skip = 0, limit = DEFAULT_LIMIT } = query;
    const actions = row.actions
      .map(toTimelineAction)
      .reverse()
      .slice(skip, skip + limit);
    return { status: 200, body: { fields, actions, actions_skip: skip, actions_limit: limit } };
  }

  function update(row: LeadRow, { body }: CallOf<TelecrmApi, 'leads.update'>): Reply {
    const fields: unknown = body.fields;
    if (typeof fields !== 'object' || fields === null) return badRequest('Fields not found in request body.');
    // Even an identifier that would not change is refused (assumption).
    if (Object.hasOwn(fields, workspace.identifier.apiName)) {
      return telecrmError(403, 'INVALID_LEAD', 'Cannot modify lead identifier field');
    }
    changeFields(row, fields, workspace, context.now());
    context.record('updated', 'lead', row.id);
    return { status: 200, body: { fields: shownFields(row) } };
  }

  return { 'leads.create': create, 'leads.get': onLead(store)(get), 'leads.update': onLead(store)(update) };
}
