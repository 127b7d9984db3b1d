import type { PhoneForm } from '../operation.ts';
import type { ResolvedOptions } from '../options.ts';
import { phoneIssue, phoneWarnings } from '../phone/issues.ts';
import { loadPhoneParser } from '../phone/load-phones.ts';
import type { Lead } from './lead.ts';
import type { FieldNote } from './outcome.ts';
import type { LeadCheck } from './target.ts';

/**
 * The part of a check that all targets share: the phone, and what cannot be held.
 * @param form - how the provider writes numbers; with `digits` a number without `+` is international where there is no default country
 */
export async function checkLead(
  lead: Lead,
  options: ResolvedOptions,
  unsupported: readonly FieldNote[] = [],
  form?: PhoneForm,
): Promise<LeadCheck> {
  const { defaultCountry, digitsAlone, phoneMetadata } = options;
  const parsePhone = await loadPhoneParser(phoneMetadata);
  const phone = parsePhone(lead.phone ?? '', {
    defaultCountry,
    digitsAlone,
    form: defaultCountry === undefined ? form : undefined,
  });
  if (!phone.ok) return { phone: undefined, issues: [phoneIssue('phone', phone.error)], warnings: [], unsupported };
  const { e164, region, type } = phone.value;
  return { phone: e164, region, type, issues: [], warnings: phoneWarnings('phone', phone.value), unsupported };
}
