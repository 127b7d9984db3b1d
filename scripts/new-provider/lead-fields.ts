import { type OpenApi, resolveLocal, type Schema } from '../gen/read/open-api.ts';

/** The field of a body that holds each part of a neutral lead. */
type LeadFields = Readonly<Partial<Record<LeadPart, string>> & { phone: string }>;

/** Fields at the top of an object, or in the one object at its top that holds the phone. */
export interface PlacedFields {
  /** The field that holds them all: `properties`; undefined at the top. */
  readonly within: string | undefined;
  readonly fields: LeadFields;
}

type LeadPart = 'phone' | keyof typeof SPELLINGS;

/** What stands in code as it is. */
export const IDENTIFIER: RegExp = /^[A-Za-z_$][\w$]*$/;

/** How vendors spell the parts of a lead. */
const SPELLINGS = {
  name: /^(full_?)?name$/i,
  firstName: /^first_?name$/i,
  lastName: /^(last_?name|surname)$/i,
  email: /^e?mail(_?address)?$/i,
  company: /^(company|organi[sz]ation)(_?name)?$/i,
  jobTitle: /^job_?title$/i,
  notes: /^(notes?|comments?)$/i,
  source: /^(lead_?)?source$/i,
  ref: /^ref(erence)?$/i,
} as const;

/** Undefined where no field of the body, or of an object in it, takes a phone. */
export function placedFields(document: OpenApi, body: Schema): PlacedFields | undefined {
  const atTop = leadFields(document, body);
  if (atTop !== undefined) return { within: undefined, fields: atTop };
  for (const [within, written] of Object.entries(body.properties ?? {})) {
    const fields = IDENTIFIER.test(within) ? leadFields(document, resolveLocal<Schema>(document, written)) : undefined;
    if (fields !== undefined) return { within, fields };
  }
  return undefined;
}

/** Undefined where no field takes a phone. */
function leadFields(document: OpenApi, body: Schema): LeadFields | undefined {
  const fields = Object.entries(body.properties ?? {})
    .filter(([name]) => IDENTIFIER.test(name))
    .map(([name, written]) => ({
      name,
      schema: resolveLocal<Schema>(document, written),
      isPhone: written['x-leadwire-phone'] !== undefined,
    }));
  const phone = fields.find(({ isPhone, schema }) => isPhone || schema?.['x-leadwire-phone'] !== undefined);
  if (phone === undefined) return undefined;
  const texts = fields.filter(({ schema }) => [schema?.type].flat().includes('string') && schema?.enum === undefined);
  const found = Object.entries(SPELLINGS).flatMap(([part, spelling]) => {
    const field = texts.find(({ name }) => spelling.test(name));
    return field === undefined ? [] : [[part, field.name]];
  });
  return { ...Object.fromEntries(found), phone: phone.name };
}
