import type { CallOptions, CallResult } from '@leadwire/core';
import {
  type Client,
  earliestOf,
  elapsedMs,
  exactTimeMs,
  isSameNumber,
  type LostCall,
  loadPhoneParser,
  lookUntilFound,
  type ReconcileResult,
  unreadable,
  unseenWhereRepeatsAreRefused,
} from '@leadwire/core/provider';
import type { LeadCreate, LeadCreated, LeadRow, TelecrmOperations } from '@leadwire/generated-telecrm';

type Core = Pick<Client<TelecrmOperations, unknown>, 'run' | 'provider'>;

/** A lost create was sent once more; a 409 then means that the lead is there, with its initial actions, which are not added again. */
export async function reconcileCreate(
  core: Core,
  lost: LostCall,
  phoneFields: readonly string[],
): Promise<ReconcileResult> {
  const { fields } = lost.body as LeadCreate;
  const field = phoneFields.find((name) => typeof fields[name] === 'string');
  if (field === undefined) return { kind: 'open' };
  const phone = `+${String(fields[field]).replace(/\D/g, '')}`;
  const lookup = { [field]: phone };
  const { clock, deadlineMs } = core.provider.options;
  const look = () => findByPhone(core, { field, phone }, lost.options);
  const deadlineAt = elapsedMs(clock) + (lost.options.deadlineMs ?? deadlineMs);
  const found = await (lost.error.kind === 'already-exists'
    ? lookUntilFound(look, { clock, deadlineAt, signal: lost.options.signal })
    : look());
  if (!found.ok) return { kind: 'open', lookup, error: found.error };
  const row = found.value;
  if (row === undefined) return unseenWhereRepeatsAreRefused(lost, lookup, UNSEEN);
  const lead_id = leadIdOf(row);
  const value = lead_id === undefined ? WITHOUT_ID : { ...WITHOUT_ID, lead_id };
  return { kind: 'found', value, existed: isOlder(row, earliestOf(core, lost.firstSentAt, found.meta)) };
}

const WITHOUT_ID: Partial<LeadCreated> = { actions: [], remarks: [] };

const UNSEEN = 'the lead exists, and the search does not show it: it may be ours or older';

/** Whether the lead was there before a moment of telecrm's clock; a date in the workspace's own format says nothing. */
function isOlder({ fields }: LeadRow, earliest: number): boolean {
  return (
    /^\d{9,}$/.test(String(fields?.created_on)) && (exactTimeMs(Number(fields?.created_on)) ?? earliest) < earliest
  );
}

export interface PhoneField {
  /** The API name of the field. */
  readonly field: string;
  /** In E.164. */
  readonly phone: string;
}

/** The lead that shows this phone; one that shows another, or none, is another person, whatever the search made of the filter. */
export async function findByPhone(
  core: Core,
  { field, phone }: PhoneField,
  { deadlineMs, retry, signal, timeoutMs }: CallOptions,
): Promise<CallResult<LeadRow | undefined>> {
  const result = await core.run('leads.search', {
    body: { fields: { [field]: phone } },
    query: { limit: 10 },
    options: { deadlineMs, retry, signal, timeoutMs },
  });
  if (!result.ok) return result;
  const rows: unknown = result.value?.data;
  if (!Array.isArray(rows)) return { ok: false, error: unreadable('telecrm', result.meta), meta: result.meta };
  const parsePhone = await loadPhoneParser(core.provider.options.phoneMetadata);
  const isOurs = (row: LeadRow | null): boolean => {
    const shown = String(row?.fields?.[field] ?? '');
    // Digits of a row have the country code in front; what no country knows so may be a national number.
    const read = parsePhone(shown, { form: 'digits' });
    return read.ok ? read.value.e164 === phone : isSameNumber(shown, phone);
  };
  return { ...result, value: (rows as (LeadRow | null)[]).find(isOurs) ?? undefined };
}

/** The pages promise no id in a row; live rows have one, under one of several names. */
export function leadIdOf(row: LeadRow): string | undefined {
  const loose = row as { id?: unknown; _id?: unknown; leadId?: unknown; lead_id?: unknown };
  const id = loose.id ?? loose._id ?? loose.leadId ?? loose.lead_id;
  return typeof id === 'string' && id !== '' ? id : undefined;
}
