import { LeadwireError, refusal } from '../errors.ts';

/** A credential: the text itself, or a function that fetches it when it is needed. */
export type Credential = string | (() => string | Promise<string>);

/** A value that is here already, or a promise of it. */
export type MaybePromise<Value> = Value | Promise<Value>;

/** An environment variable, where there is an environment. */
export function fromEnvironment(name: string): string | undefined {
  const { process } = globalThis as { process?: { env?: Record<string, string | undefined> } };
  return process?.env?.[name]?.trim() || undefined;
}

/** A credential that must be there; the line break at the end of a file is not part of it. */
export function requireCredential<Given>(
  given: Given | undefined,
  say: { provider: string; option: string; variable: string; where: string },
): Given {
  const clean = typeof given === 'string' ? (given.trim() as Given & string) : given;
  if (clean !== undefined && clean !== '') return clean;
  const issue = { path: say.option, message: 'is missing', code: 'missing-credential' };
  const hint = `Pass ${say.option} or set ${say.variable}. ${say.where}`;
  throw refusal('misconfigured', say.provider, [issue], { provider: say.provider, hint });
}

/** How a credential is carried by a request: a promise only where the credential is fetched. */
type Carried = () => MaybePromise<Record<string, string>>;

/** The headers of a bearer credential. */
export const bearer = (credential: Credential): Carried => carried(credential, bearerHeader);

/** A credential under a name of its provider's, in a header or in the query; `option` is what the user calls it. */
export const named = (credential: Credential, name: string, option: string): Carried =>
  carried(credential, (text) => ({ [name]: headerText(text, option) }));

function carried(credential: Credential, write: (text: unknown) => Record<string, string>): Carried {
  if (typeof credential !== 'string') return async () => write(await credential());
  let written: Record<string, string> | undefined;
  return () => {
    written ??= write(credential);
    return written;
  };
}

/** What a header can hold: no control characters, and nothing beyond Latin-1. */
const HEADER_TEXT = /^[\x20-\x7e\xa0-\xff]+$/;

const bearerHeader = (text: unknown): Record<string, string> => ({ authorization: `Bearer ${headerText(text)}` });

/**
 * A credential as a header can hold it: without the line break of a file, and without the word `Bearer` that was copied with it.
 * @throws LeadwireError of kind `misconfigured` for a text that no header can hold, such as one with smart quotes or a zero-width space
 */
export function headerText(text: unknown, option = 'authorization'): string {
  const token = typeof text === 'string' ? text.trim().replace(/^bearer\s+/i, '') : '';
  if (HEADER_TEXT.test(token)) return token;
  throw new LeadwireError('misconfigured', `${option} is empty, or has a character that no header can hold`, {
    issues: [{ path: option, message: 'must be one line of plain text', code: 'invalid-credential' }],
    hint: 'Copy it from the vendor again, without quotes, line breaks and invisible characters. Nothing was sent.',
  });
}

/** A short text by which two credentials are told apart without holding either; for limits, not for secrecy. */
export function credentialMark(text: unknown): string {
  if (typeof text !== 'string') return 'dynamic';
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return (hash >>> 0).toString(36);
}
