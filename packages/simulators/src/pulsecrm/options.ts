import type { LoginRequest } from '@leadwire/generated-pulsecrm';

/** How this simulator differs from the default account. */
export interface PulsecrmOptions {
  /** The accounts that the caller may act in, the primary one first. @default any account */
  readonly accounts?: readonly string[];
  /** Who may log in. @default anyone */
  readonly logins?: readonly LoginRequest[];
  /** Whether only tokens of a login are accepted. @default false: any token is accepted */
  readonly loginOnly?: boolean;
}
