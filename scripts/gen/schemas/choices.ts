import type { Field } from '../names/fields.ts';
import { refName, type Schema } from '../read/open-api.ts';
import { isOf } from './values.ts';

/** The words of a discriminator. */
export interface Words {
  property: string;
  /** The words of a discriminator by the name of the schema that they stand for. */
  of: Map<string, string[]>;
}

export function discriminated({ discriminator }: Schema): Words | undefined {
  const { propertyName, mapping } = (discriminator ?? {}) as {
    propertyName?: string;
    mapping?: Record<string, string>;
  };
  if (propertyName === undefined || mapping === undefined) return undefined;
  const of = new Map<string, string[]>();
  for (const [word, ref] of Object.entries(mapping)) of.set(refName(ref), [...(of.get(refName(ref)) ?? []), word]);
  return { property: propertyName, of };
}

/** A branch that accepts all text or all numbers: beside it, known values are only for the reader. */
export const isOpenKind = (kind: Field): boolean =>
  typeof kind === 'object' &&
  ['string', 'number', 'integer'].includes(String(kind.type)) &&
  Object.keys(kind).every(
    (keyword) => ['type', 'description', 'title', 'example'].includes(keyword) || /^x-/.test(keyword),
  );

export const coveredBy = (open: Field, kind: Field): boolean =>
  typeof open === 'object' &&
  typeof kind === 'object' &&
  kind.$ref === undefined &&
  (kind.enum ?? (kind.const === undefined ? [] : [kind.const])).some(() => true) &&
  (kind.enum ?? [kind.const]).every((value) => isOf(open.type, value));
