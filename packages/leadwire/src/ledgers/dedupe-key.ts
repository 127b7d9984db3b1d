import type { LedgerId } from '@leadwire/core';
import { sha256Base64Url } from '@leadwire/core/provider';

type Hash = (algorithm: string, text: string, encoding: string) => string;

/** Node's synchronous hash, where there is one: fifteen times as fast as Web Crypto for texts this short. */
const nodeHash = (
  globalThis as { process?: { getBuiltinModule?: (id: string) => { hash?: Hash } | undefined } }
).process?.getBuiltinModule?.('node:crypto')?.hash;

/** SHA-256 of a text, as base64url. */
export const digest = (text: string): string | Promise<string> =>
  nodeHash ? nodeHash('sha256', text, 'base64url') : sha256Base64Url(text);

/** One person in one import, at one account. */
export interface DedupeFacts extends Pick<LedgerId, 'provider' | 'account'> {
  /** In E.164. */
  readonly phone: string;
  readonly importId?: string | undefined;
}

/** The hash by which a ledger finds the same person under another key. Ledgers hold it, so the formula never changes. */
export const dedupeKeyOf = ({ provider, account, phone, importId = '' }: DedupeFacts): string | Promise<string> =>
  digest(JSON.stringify([provider, account, 'leads.send', phone, importId]));

/** The ledger key of a lead that was given none. */
export const ledgerKeyOf = async (facts: DedupeFacts): Promise<string> => `lw1_${await dedupeKeyOf(facts)}`;
