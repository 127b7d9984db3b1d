import type { NumberingPlan } from './numbering-plan.ts';
import { type CallingCodePlans, countryOf } from './plan-index.ts';

/**
 * The national (significant) number in digits that may begin with a national prefix and carrier code. In some countries the
 * prefix is also how a number may begin (8 in Russia), so it stays when without it the number would fit no longer.
 * @see https://github.com/google/libphonenumber/blob/master/FAQ.md#what-is-a-national-prefix
 */
export function nationalNumber(digits: string, plan: NumberingPlan, sharing: CallingCodePlans): string {
  const national = plan.withoutNationalPrefix(digits);
  if (national === digits) return digits;
  if (plan.fits(digits) && !plan.fits(national)) return digits;
  const fault = (countryOf(national, sharing) ?? plan).lengths.fault(national.length);
  return fault === 'too-short' || fault === 'invalid-length' ? digits : national;
}

/**
 * What follows the calling code in a number written with it but without `+`; undefined when the digits are better read as national.
 * `49` is both Germany's calling code and how some German numbers begin.
 */
export function withoutCallingCode(digits: string, home: NumberingPlan, sharing: CallingCodePlans): string | undefined {
  if (!digits.startsWith(home.callingCode)) return undefined;
  const rest = digits.slice(home.callingCode.length);
  const national = nationalNumber(digits, home, sharing);
  if (home.lengths.fault(national.length) === 'too-long') return rest;
  return !home.fits(national) && home.fits(nationalNumber(rest, home, sharing)) ? rest : undefined;
}
