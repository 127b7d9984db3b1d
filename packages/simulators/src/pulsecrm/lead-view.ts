import { api, type Lead, type LeadAuditEntry, type LeadInput } from '@leadwire/generated-pulsecrm';
import { defOf } from '../framework/state/schema-def.ts';
import { time } from './world.ts';

/** Something that happened to a lead after it was made. */
export interface LeadEvent {
  readonly event: 'lead_updated' | 'lead_archived' | 'lead_unarchived';
  readonly at: number;
  readonly user: string;
  readonly apiKey: string | undefined;
  readonly method: string;
}

/** A lead, kept small: a million of them must fit in memory. */
export interface LeadRow {
  readonly id: number;
  readonly accountId: string;
  /** As it was sent; a change makes a new one. */
  fields: LeadInput;
  assignedTo: string | undefined;
  createdBy: string;
  /** The key that made it, if one did. */
  readonly apiKey: string | undefined;
  archived: boolean;
  readonly createdAt: number;
  updatedAt: number;
  events: LeadEvent[] | undefined;
}

/** What a caller may set and read back as it was sent. */
const FIELDS = Object.keys(defOf(api.bodySchemas['leads.create']).shape ?? {}).filter(
  (name) => !['assignedTo', 'archived', 'createdBy'].includes(name),
) as (keyof LeadInput)[];

/** The properties that may filter, sort and be searched. */
export const LEAD_PROPERTIES: readonly string[] = [
  'id',
  'accountId',
  ...FIELDS,
  'assignedTo',
  'archived',
  'createdBy',
  'createdAt',
  'updatedAt',
];

/** One property of a lead, without making all of it. */
export function leadProperty(row: LeadRow, name: string): unknown {
  switch (name) {
    case 'id':
    case 'accountId':
    case 'assignedTo':
    case 'archived':
    case 'createdBy':
      return row[name];
    case 'createdAt':
    case 'updatedAt':
      return time(row[name]);
    default:
      return row.fields[name as keyof LeadInput];
  }
}

/** One event; the generated type has no index signature for open objects. */
interface AuditEntry extends Omit<LeadAuditEntry, 'data' | 'requestHeaders'> {
  readonly data: Readonly<Record<string, string>>;
  readonly requestHeaders: Readonly<Record<string, string>>;
}

export type ShownLead = Omit<Lead, 'auditLog'> & { readonly auditLog: AuditEntry[] };

/** The history, with headers and addresses as the vendor shows them. */
function auditLog(row: LeadRow): AuditEntry[] {
  const made = { event: 'lead_created', at: row.createdAt, user: row.createdBy, apiKey: row.apiKey, method: 'POST' };
  return [made, ...(row.events ?? [])].map(({ event, at, user, apiKey, method }, index) => ({
    id: row.id * 1000 + index,
    event,
    user,
    apiKey: apiKey ?? null,
    data: { leadId: String(row.id) },
    created: time(at),
    requestMethod: method,
    requestPath: '/api/leads',
    requestHeaders: { 'content-type': 'application/json', authorization: '***', 'x-account-id': row.accountId },
    requestIpAddress: '192.0.2.10',
    account_id: row.accountId,
  }));
}

/** assumption: fields that were not sent come back as null. */
export function leadView(row: LeadRow): ShownLead {
  const fields = Object.fromEntries(FIELDS.map((name) => [name, row.fields[name] ?? null]));
  return {
    id: row.id,
    accountId: row.accountId,
    applicationId: null,
    ...fields,
    firstName: row.fields.firstName,
    lastName: row.fields.lastName,
    assignedTo: row.assignedTo ?? null,
    archived: row.archived,
    createdBy: row.createdBy,
    createdAt: time(row.createdAt),
    updatedAt: time(row.updatedAt),
    auditLog: auditLog(row),
  };
}
