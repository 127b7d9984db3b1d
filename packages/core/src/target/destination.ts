import type { LeadTarget } from '../lead/target.ts';
import type { ClientOptions } from '../options.ts';

/** An environment variable that holds a credential. */
export interface CredentialVariable {
  readonly variable: string;
  /** Where the vendor shows it, in a sentence. */
  readonly where: string;
  /** Taken where nothing is sent to the provider: by a dry run, and by the simulator. @default 'simulated' */
  readonly standIn?: string | undefined;
}

/** The environment variables that a destination reads. */
export interface CredentialSet {
  /** What names the account; not secret. */
  readonly ids: readonly CredentialVariable[];
  /** Alternatives; all variables of one of them must be set. */
  readonly secrets: readonly (readonly CredentialVariable[])[];
}

/** An option of a target, as a flag of the command line. */
export interface DestinationOption {
  /** As the help shows it: `--list-id <id>`. */
  readonly flag: string;
  /** What it is, for the help. */
  readonly text: string;
  readonly value: 'uuid' | 'number' | 'none';
  /** What a program calls it, as messages do. */
  readonly programNames: readonly string[];
  /** Set where no lead can be sent without it: what it names, and a value that is taken where nothing is sent. */
  readonly needed?: { readonly meaning: string; readonly standIn: string | number } | undefined;
  /** Set for a simulator, which has no list, team or campaign of the user's. @default the stand-in of `needed` */
  readonly simulated?: string | number | boolean | undefined;
}

/** What a destination is opened with. */
export interface OpenContext<Options extends object = object> {
  readonly client: ClientOptions;
  /** A credential by the name of its environment variable. */
  readonly secret: (variable: string) => string;
  readonly has: (variable: string) => boolean;
  readonly options: Options;
}

/** The list, campaign or team that was named, as the provider has it. */
export interface PlaceState {
  /** `campaign "May" is running`. */
  readonly text: string;
  readonly isActive: boolean;
  /** When the provider calls, in words. */
  readonly hours?: string | undefined;
}

/** A list, campaign, team or source that leads may go to, as the provider has it. */
export interface PlaceChoice {
  /** For the option of the destination. */
  readonly value: string | number;
  /** For a menu: `May (running)`. */
  readonly label: string;
}

/** A provider's client and its target, opened for one destination. */
export interface OpenedDestination {
  readonly client: object;
  readonly target: LeadTarget;
  /** What the provider tells of the list, campaign or team that was named; undefined where its API has no such call. */
  readonly describePlace?: (() => Promise<PlaceState | undefined>) | undefined;
  /** What may be chosen for an option, by its name, read from the provider; an option that is not here is typed. */
  readonly choices?: Readonly<Record<string, () => Promise<readonly PlaceChoice[]>>> | undefined;
}

/** One way for leads into a provider, as the command line opens it: `src/destinations.ts` of a provider package exports them by name. */
export interface Destination<Options extends object = object> {
  readonly credentials: CredentialSet;
  readonly options: Readonly<Record<keyof Options & string, DestinationOption>>;
  /** The provider starts to call a lead as soon as it has it. */
  readonly callsAtOnce: boolean;
  /** Loads the provider's client: only the one that is asked for. */
  open(context: OpenContext<Options>): Promise<OpenedDestination>;
}

/** The options of one destination or of several. */
export type OptionsOf<Destinations> =
  Destinations extends Readonly<Record<string, Destination<infer Options>>> ? Options : never;

/** The credentials of a destination that needs one environment variable. */
export const secretVariables = (variable: string, where: string): CredentialSet => ({
  ids: [],
  secrets: [[{ variable, where }]],
});

/**
 * The destination of a provider that needs one credential, has one place for all leads, and does not call them at once.
 * @param where - where the vendor shows the credential, in a sentence
 * @example keyDestination('ACME_API_KEY', 'Acme shows it in its settings.', async (client, apiKey) => (await import('./client.ts')).createAcme({ ...client, apiKey }))
 */
export const keyDestination = (
  variable: string,
  where: string,
  make: (client: ClientOptions, key: string) => Promise<{ target(): LeadTarget }>,
): Destination => ({
  credentials: secretVariables(variable, where),
  options: {},
  callsAtOnce: false,
  async open({ client, secret }) {
    const made = await make(client, secret(variable));
    return { client: made, target: made.target() };
  },
});
