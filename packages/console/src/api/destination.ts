import type { Problem } from './problem.ts';

/** A credential, never its value. */
export interface CredentialView {
  readonly variable: string;
  readonly where: string;
  /** In the environment, or typed in before. */
  readonly isSet: boolean;
}

/** What a destination asks for: a list, a campaign. */
export interface OptionView {
  readonly name: string;
  readonly text: string;
  readonly value: 'uuid' | 'number' | 'none';
  readonly isNeeded: boolean;
  /** Filled in where another address is used in place of the provider's own: a simulator has no list of the user's. */
  readonly preset: string | number | undefined;
}

/** One way for leads into a provider. */
export interface DestinationView {
  readonly name: string;
  readonly callsAtOnce: boolean;
  readonly ids: readonly CredentialView[];
  /** Alternatives: all of one of them are needed. */
  readonly secrets: readonly (readonly CredentialView[])[];
  readonly options: readonly OptionView[];
  /** Address that is used in place of the provider's own. */
  readonly baseUrl: string | undefined;
}

/** One entry of a select. */
export interface Choice {
  readonly value: string | number;
  readonly label: string;
}

/** What may be chosen for each option, as the provider names it; an option that is missing is typed. */
export interface ChoicesView {
  readonly choices: Readonly<Record<string, readonly Choice[]>>;
  readonly problem: Problem | undefined;
}

/** Where the leads go. */
export interface DestinationChoice {
  readonly to: string;
  readonly options: Readonly<Record<string, string | number | boolean>>;
  /** Of the options that were chosen from what the provider names. */
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly account?: string | undefined;
  readonly baseUrl?: string | undefined;
  /** Most requests a second; the limit of the provider where it is left out. */
  readonly rate?: number | undefined;
  readonly onExisting: 'keep' | 'update';
  readonly checkExisting: boolean;
}
