/** What an idempotency key may look like. */
export const IDEMPOTENCY_KEY = /^[A-Za-z0-9_-]{8,255}$/;

// biome-ignore lint/suspicious/noControlCharactersInRegex: PostgreSQL takes no NUL, and a terminal none of the rest
const LINE = /^[^\u0000-\u001f\u007f]{1,255}$/;

/** A key that stays with us may be any short text that every ledger can hold. */
export const isLedgerKey = (key: string): boolean => LINE.test(key) && key.isWellFormed();

/** A key of its own for one call. */
export const newIdempotencyKey = (): string => `lw1_${globalThis.crypto.randomUUID().replaceAll('-', '')}`;

export interface KeyFacts {
  readonly provider: string;
  readonly account: string;
  readonly operationId: string;
  /** What makes the lead itself: its E.164 phone, mostly. */
  readonly naturalKey: string;
  /** Which import or batch: the same lead may be wanted again in another. */
  readonly importId?: string | undefined;
}

/**
 * A key that the same facts always give: `lw1_` and the SHA-256 of them, base64url.
 * @example await deriveIdempotencyKey({ provider: 'topcalls', account, operationId: 'leads.create', naturalKey: '+14155552671' })
 */
export async function deriveIdempotencyKey(facts: KeyFacts): Promise<string> {
  const { provider, account, operationId, naturalKey, importId = '' } = facts;
  return `lw1_${await sha256Base64Url(JSON.stringify([provider, account, operationId, naturalKey, importId]))}`;
}

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
  const bytes = new Uint8Array(await globalThis.crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}
