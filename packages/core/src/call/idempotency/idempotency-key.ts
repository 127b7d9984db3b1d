/** What an idempotency key may look like. */
export const IDEMPOTENCY_KEY: RegExp = /^[A-Za-z0-9_-]{8,255}$/;

// biome-ignore lint/suspicious/noControlCharactersInRegex: PostgreSQL takes no NUL, and a terminal none of the rest
const LINE = /^[^\u0000-\u001f\u007f]{1,255}$/;

/** A key that stays with us may be any short text that every ledger can hold. */
export const isLedgerKey = (key: string): boolean => typeof key === 'string' && LINE.test(key) && key.isWellFormed();

/** A new key for one call. */
export function newIdempotencyKey(): string {
  const random = platformCrypto()?.randomUUID?.().replaceAll('-', '') ?? randomHex();
  return `lw1_${random}`;
}

/** React Native and pages that are not served over https lack parts of it, or all. */
const platformCrypto = (): Partial<Crypto> | undefined => (globalThis as { crypto?: Partial<Crypto> }).crypto;

const randomHex = (): string => Array.from({ length: 32 }, () => Math.floor(Math.random() * 16).toString(16)).join('');

/** JSON that is the same for the same content, whatever the order of its keys. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    const names = Object.keys(inner).sort();
    return Object.fromEntries(names.map((name) => [name, (inner as Record<string, unknown>)[name]]));
  });
}

/** SHA-256 of a text, base64url, without padding. */
export async function sha256Base64Url(text: string): Promise<string> {
  const encoded = new TextEncoder().encode(text);
  const digest = await platformCrypto()?.subtle?.digest('SHA-256', encoded);
  // Loaded where the platform has none: most have one.
  const bytes = digest === undefined ? (await import('./sha256.ts')).sha256(encoded) : new Uint8Array(digest);
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}
