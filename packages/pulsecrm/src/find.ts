import {
  type CallOptions,
  type CallResult,
  type Issue,
  isLeadwireError,
  type LeadwireError,
  type Result,
} from '@leadwire/core';
import {
  type Client,
  callMeta,
  changeMeta,
  checkLead,
  elapsedMs,
  err,
  isSameNumber,
  ok,
  readRows,
  refusal,
} from '@leadwire/core/provider';
import type { Lead, PulsecrmOperations } from '@leadwire/generated-pulsecrm';

type Core = Pick<Client<PulsecrmOperations, unknown>, 'run' | 'provider'>;
type Options = Pick<CallOptions, 'signal' | 'deadlineMs'>;

/** What leads are found by: a phone, an e-mail address, or both. */
export interface FindBy {
  /** In any spelling; a number without `+` needs `defaultCountry`. */
  readonly phone?: string | undefined;
  /** Beside a phone it finds only leads that show no phone: a lead with another phone is another person, and couples share an address. */
  readonly email?: string | undefined;
}

const PAGE_SIZE = 50;

/** `leads.find`: checked before anything is sent. Where the filters find nothing the text search is asked: a filter may want a whole value. */
export async function find(core: Core, given: FindBy, options: Options = {}): Promise<CallResult<Lead[]>> {
  const { clock, deadlineMs } = core.provider.options;
  const deadlineAt = elapsedMs(clock) + (options.deadlineMs ?? deadlineMs);
  const read = await readBy(core, given);
  if (!read.ok) return { ok: false, error: read.error, meta: callMeta('leads.find') };
  const by = read.value;
  const found = await findLeads(core, by, options);
  if (!found.ok || found.value.length > 0) return found;
  const left = { signal: options.signal, deadlineMs: Math.max(1, deadlineAt - elapsedMs(clock)) };
  const searched = await look(core, by, searchesOf(by), left);
  return {
    ...searched,
    meta: changeMeta(searched.meta, { attempts: [...found.meta.attempts, ...searched.meta.attempts] }),
  };
}

/** Leads with this phone (in E.164) or e-mail, archived ones too. The filters may match parts, so each row is compared again. */
export const findLeads = (core: Core, by: FindBy, options: Options): Promise<CallResult<Lead[]>> =>
  look(core, by, filtersOf(by), options);

async function look(core: Core, by: FindBy, filters: readonly object[], options: Options): Promise<CallResult<Lead[]>> {
  const queries = filters.map((filter) => ({ ...filter, page: 1, pageSize: PAGE_SIZE }));
  const read = await readRows<Lead>(core, { operation: 'leads.list', queries, options });
  if (!read.ok) return read;
  const found = new Map(
    read.value.flatMap((lead) => (lead !== null && fits(lead, by) ? [[lead.id, lead] as const] : [])),
  );
  return { ...read, value: [...found.values()] };
}

/** What is looked for, as it is looked for; or what is wrong with it. */
async function readBy(core: Core, by: FindBy): Promise<Result<FindBy, LeadwireError>> {
  const phone = by.phone?.trim() || undefined;
  const email = by.email?.trim() || undefined;
  if (phone === undefined && email === undefined)
    return err(refused([{ path: '', message: 'phone or email is missing', code: 'missing-filter' }]));
  if (phone === undefined) return ok({ email });
  try {
    const checked = await checkLead({ phone }, core.provider.options);
    return checked.issues.length > 0 ? err(refused(checked.issues)) : ok({ phone: checked.phone, email });
  } catch (fault) {
    if (isLeadwireError(fault)) return err(fault.with(SOURCE));
    throw fault;
  }
}

const filtersOf = ({ email, phone }: FindBy): object[] =>
  bothArchives([...(phone === undefined ? [] : [{ phone }]), ...(email === undefined ? [] : [{ email }])]);

const searchesOf = ({ email, phone }: FindBy): object[] =>
  bothArchives(
    [phone === undefined ? undefined : lastDigits(phone), email].flatMap((search) => (search ? [{ search }] : [])),
  );

/** Archived leads are hidden unless they are asked for, so each is asked for twice. */
const bothArchives = (filters: readonly object[]): object[] =>
  filters.flatMap((filter) => [false, true].map((archived) => ({ ...filter, archived })));

/** A lead that shows a phone is told by it alone, where we know one; e-mail decides only where one of the two has no phone. */
function fits(lead: Lead, { email, phone }: FindBy): boolean {
  const shown = typeof lead.phone === 'string' ? lead.phone : '';
  if (phone !== undefined && /\d/.test(shown)) return isSameNumber(shown, phone);
  return (
    email !== undefined &&
    typeof lead.email === 'string' &&
    lead.email.trim().toLowerCase() === email.trim().toLowerCase()
  );
}

const lastDigits = (phone: string): string => phone.replace(/\D/g, '').slice(-10);

const SOURCE = { provider: 'pulsecrm', operationId: 'leads.find' } as const;

function refused(issues: readonly Issue[]): LeadwireError {
  const kind = issues.some(({ path }) => path === 'phone') ? 'invalid-phone' : 'invalid-input';
  return refusal(kind, 'pulsecrm leads.find', issues, { ...SOURCE, hint: 'Correct the request. Nothing was sent.' });
}
