import { LeadwireError } from '../errors.ts';
import { indexedJudge, type Judge } from './judge.ts';
import type { PhoneMetadata } from './metadata.ts';
import { PlanIndex } from './plan-index.ts';
import { planRows } from './plan-row.ts';

const judges = new WeakMap<PhoneMetadata, Judge>();

/** Makes the library's own functions judge by this metadata, when it is packed in a way that we do not read. */
export function judgeByLibrary(metadata: PhoneMetadata, judge: Judge): void {
  judges.set(metadata, judge);
}

/** Whether someone can judge by this metadata without the library's code. */
export const isReadable = (metadata: PhoneMetadata): boolean => planRows(metadata) !== undefined;

/** The judge of this metadata; its index is built when it is first asked for. */
export function judgeOf(metadata: PhoneMetadata): Judge {
  const known = judges.get(metadata);
  if (known !== undefined) return known;
  const rows = planRows(metadata);
  if (rows === undefined) {
    throw new LeadwireError('misconfigured', `phone metadata of version ${metadata.version} cannot be read here`, {
      hint: 'Hand it to loadPhoneMetadata first, or generate it with libphonenumber-js 1.7.35 or newer.',
    });
  }
  const judge = indexedJudge(new PlanIndex(rows));
  judges.set(metadata, judge);
  return judge;
}
