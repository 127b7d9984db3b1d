import type { LoginRequest } from '@leadwire/generated-pulsecrm';

/** How this stand-in differs from the default one. */
export interface PulsecrmOptions {
  /** The accounts that the caller may act in, the primary one first; any account will do when left out. */
  readonly accounts?: readonly string[];
  /** Who may log in, besides the API keys that are made here; anybody when left out. */
  readonly logins?: readonly LoginRequest[];
  /** Whether only tokens of a login are taken. A token that came from elsewhere will do otherwise. */
  readonly loginOnly?: boolean;
  /** How long a token of a login lives, in simulated milliseconds; eight days when left out. */
  readonly sessionLifetimeMs?: number;
}
