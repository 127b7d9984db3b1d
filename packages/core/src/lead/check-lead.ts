import type { ResolvedOptions } from '../options.ts';
import { loadPhoneMetadata } from '../phone/load-metadata.ts';
import { parsePhoneWith } from '../phone/parse-phone.ts';
import { PHONE_ADVICE } from '../phone/reasons.ts';
import type { Lead } from './lead.ts';
import type { FieldNote } from './outcome.ts';
import type { LeadCheck } from './target.ts';

/** The part of a check that all targets share: the phone, and what cannot be held. */
export async function checkLead(
  lead: Lead,
  options: ResolvedOptions,
  unsupported: readonly FieldNote[] = [],
): Promise<LeadCheck> {
  const phone = parsePhoneWith(lead.phone ?? '', await loadPhoneMetadata(options.phoneMetadata), {
    defaultCountry: options.defaultCountry,
  });
  if (phone.ok) return { phone: phone.value.e164, issues: [], unsupported };
  const { reason } = phone.error;
  return { phone: undefined, issues: [{ path: 'phone', message: PHONE_ADVICE[reason], code: reason }], unsupported };
}
