/** How an operation ended: used wrongly, stopped before its end, or done but for some rows. */
export type FaultKind = 'usage' | 'stopped' | 'some-rows-failed';

/**
 * A failure that the user can repair: what is wrong and what to do next.
 * @example throw new Fault('--to is missing.', { hints: ['Say where the leads go: --to topcalls'] });
 */
export class Fault extends Error {
  override readonly name = 'Fault';
  /** What to do next, one line each. */
  readonly hints: readonly string[];
  /** @default 'usage' */
  readonly kind: FaultKind;

  constructor(message: string, options: { hints?: readonly string[]; kind?: FaultKind; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.hints = options.hints ?? [];
    this.kind = options.kind ?? 'usage';
  }
}

/** How a hint sets a variable: by PowerShell on Windows, by a POSIX shell elsewhere. */
export const setVariable = (name: string, value: string, platform: string = process.platform): string =>
  platform === 'win32' ? `$env:${name} = '${value}'` : `export ${name}=${value}`;
