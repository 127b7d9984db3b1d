import { nationalNumber, withoutCallingCode } from './national-number.ts';
import type { NumberingPlan } from './numbering-plan.ts';
import { type CallingCodePlans, countryOf, type PlanIndex } from './plan-index.ts';
import type { PhoneReason } from './reasons.ts';

/** The digits of a number, and whether its calling code stands in front. */
export interface Digits {
  readonly digits: string;
  readonly international: boolean;
}

export interface JudgedNumber {
  /** With `+`. */
  readonly number: string;
  readonly region: string | undefined;
  readonly type: string | undefined;
  readonly valid: boolean;
}

/** Says what number the digits are, or why they are none. The country is one that the metadata knows. */
export type Judge = (written: Digits, country: string | undefined) => JudgedNumber | PhoneReason;

/** As long as libphonenumber lets a national number be; the ITU says 15 with the calling code. */
const LONGEST_NATIONAL = 17;

/** A judge with the verdicts of libphonenumber-js, on an index that is built once and compiles each pattern once. */
export function indexedJudge(index: PlanIndex): Judge {
  return (written, country) => {
    const home = country === undefined ? undefined : index.country(country);
    const called = written.international ? written.digits : home?.withoutIddPrefix(written.digits);
    if (called !== undefined) return judgeCalled(called, index);
    const sharing = home && index.sharing(home);
    if (home === undefined || sharing === undefined) return 'needs-country';
    const rest = withoutCallingCode(written.digits, home, sharing);
    return rest === undefined ? judgeNational(written.digits, sharing, home) : judgeNational(rest, sharing);
  };
}

function judgeCalled(digits: string, index: PlanIndex): JudgedNumber | PhoneReason {
  const sharing = index.atStartOf(digits);
  if (sharing === undefined) return 'invalid-country';
  return judgeNational(digits.slice(sharing.callingCode.length), sharing);
}

function judgeNational(digits: string, sharing: CallingCodePlans, home?: NumberingPlan): JudgedNumber | PhoneReason {
  const national = nationalNumber(digits, home ?? sharing.main, sharing);
  if (national.length < 2) return 'too-short';
  if (national.length > LONGEST_NATIONAL) return 'too-long';
  const owner = countryOf(national, sharing) ?? home;
  const plan = owner ?? sharing.main;
  const fault = plan.lengths.fault(national.length);
  if (fault !== undefined) return fault;
  const type = plan.type(national);
  const valid = plan.hasTypes ? type !== undefined : plan.fits(national);
  return { number: `+${sharing.callingCode}${national}`, region: owner?.region, type, valid };
}
