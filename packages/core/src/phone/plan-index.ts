import { NumberingPlan } from './numbering-plan.ts';
import type { PlanRows } from './plan-row.ts';

/** The plans that share a calling code. */
export interface CallingCodePlans {
  readonly callingCode: string;
  /** The plan of the code as a whole: its main country's, as US for +1. */
  readonly main: NumberingPlan;
  /** Its countries in the order in which they are asked; none for codes that belong to no country. */
  readonly countries: readonly NumberingPlan[];
}

/** Every plan of the metadata, by country and by calling code. */
export class PlanIndex {
  readonly #byCountry = new Map<string, NumberingPlan>();
  /** By the calling code as a number: no code begins with 0, so none is lost. */
  readonly #byCallingCode: (CallingCodePlans | undefined)[] = new Array(1000).fill(undefined);

  constructor({ countries, country_calling_codes: callingCodes, nonGeographic = {} }: PlanRows) {
    for (const [region, row] of Object.entries(countries)) this.#byCountry.set(region, new NumberingPlan(row, region));
    for (const [callingCode, row] of Object.entries(nonGeographic)) {
      this.#byCallingCode[Number(callingCode)] = {
        callingCode,
        main: new NumberingPlan(row, undefined),
        countries: [],
      };
    }
    for (const [callingCode, regions] of Object.entries(callingCodes)) {
      const plans = regions.flatMap((region) => this.#byCountry.get(region) ?? []);
      const [main] = plans;
      if (main !== undefined) this.#byCallingCode[Number(callingCode)] = { callingCode, main, countries: plans };
    }
  }

  country(region: string): NumberingPlan | undefined {
    return this.#byCountry.get(region);
  }

  /** The plans of the calling code that an international number begins with. No code is the beginning of another. */
  atStartOf(digits: string): CallingCodePlans | undefined {
    let code = 0;
    for (let length = 1; length <= 3 && length <= digits.length; length++) {
      code = code * 10 + digits.charCodeAt(length - 1) - 48;
      // A number that begins with 0 finds nothing: 0, 0x and 0xy are no calling codes.
      if (code === 0) return undefined;
      const plans = this.#byCallingCode[code];
      if (plans !== undefined) return plans;
    }
    return undefined;
  }

  sharing(plan: NumberingPlan): CallingCodePlans | undefined {
    return this.#byCallingCode[Number(plan.callingCode)];
  }
}

/** The country of a national number: the only one of its calling code, or the first that claims it. */
export function countryOf(national: string, { countries }: CallingCodePlans): NumberingPlan | undefined {
  if (countries.length === 1) return countries[0];
  for (const plan of countries) if (plan.claims(national)) return plan;
  return undefined;
}
