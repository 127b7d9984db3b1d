import { sha256Base64Url } from '@leadwire/core/provider';

type Hash = (algorithm: string, text: string, encoding: string) => string;

/** Node's own hash where there is one: fifteen times as fast as Web Crypto for texts this short. */
const builtin = (
  globalThis as { process?: { getBuiltinModule?: (id: string) => { hash?: Hash } | undefined } }
).process?.getBuiltinModule?.('node:crypto')?.hash;

/** SHA-256 of a text, base64url, by whatever the platform has. */
export const digest = (text: string): string | Promise<string> =>
  builtin ? builtin('sha256', text, 'base64url') : sha256Base64Url(text);
