import type { CallResult } from '@leadwire/core';
import type { Client, LostCall, ReconcileResult } from '@leadwire/core/provider';
import type { LeadCreate, LeadCreated, LeadPage, LeadRow } from '@leadwire/generated-telecrm';

type Core = Pick<Client<unknown, unknown>, 'run'>;

/**
 * A lost create was sent once more; a 409 then most likely means our own first send. Found by its phone, the lead is done;
 * its initial actions came with it and are not added again.
 */
export async function reconcileCreate(
  core: Core,
  lost: LostCall,
  phoneFields: readonly string[],
): Promise<ReconcileResult> {
  const { fields } = lost.body as LeadCreate;
  const field = phoneFields.find((name) => typeof fields[name] === 'string');
  if (field === undefined) return { kind: 'open' };
  const phone = `+${String(fields[field]).replace(/\D/g, '')}`;
  const found = await findByPhone(core, { field, phone }, lost.options);
  if (!found.ok || found.value === undefined) return { kind: 'open' };
  const value: Partial<LeadCreated> = { actions: [], remarks: [] };
  const id = leadIdOf(found.value);
  return { kind: 'found', value: id === undefined ? value : { lead_id: id, ...value } };
}

export interface PhoneField {
  /** The API name of the field. */
  readonly field: string;
  /** In E.164. */
  readonly phone: string;
}

/** The lead that shows this phone; one that shows another, or none, is a stranger, whatever the search made of the filter. */
export async function findByPhone(
  core: Core,
  { field, phone }: PhoneField,
  options: LostCall['options'],
): Promise<CallResult<LeadRow | undefined>> {
  const outcome = await core.run('leads.search', {
    body: { fields: { [field]: phone } },
    query: { limit: 2 },
    options,
  });
  if (!outcome.ok) return outcome;
  const data: unknown = (outcome.value as LeadPage | null)?.data;
  const rows = Array.isArray(data) ? (data as (LeadRow | null)[]) : [];
  return { ...outcome, value: rows.find((row) => isSameNumber(row?.fields?.[field], phone)) ?? undefined };
}

/** Rows show digits with the country code; a national number is its end. */
function isSameNumber(shown: unknown, phone: string): boolean {
  const digits = String(shown ?? '')
    .replace(/\D/g, '')
    .replace(/^0+/, '');
  const wanted = phone.replace(/\D/g, '');
  return digits === wanted || (digits.length >= 7 && digits.length <= 10 && wanted.endsWith(digits));
}

/** Their pages promise no id in a row; live rows have one, under one of several names. */
export function leadIdOf(row: LeadRow): string | undefined {
  const loose = row as { id?: unknown; _id?: unknown; leadId?: unknown; lead_id?: unknown };
  const id = loose.id ?? loose._id ?? loose.leadId ?? loose.lead_id;
  return typeof id === 'string' && id !== '' ? id : undefined;
}
