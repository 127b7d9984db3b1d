// The shape of a target, declared here: the kit imports nothing of the code that it tests.

export interface KitLead {
  readonly phone: string;
  readonly name?: string;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly email?: string;
  readonly company?: string;
  readonly jobTitle?: string;
  readonly notes?: string;
  readonly tags?: readonly string[];
  readonly source?: string;
  readonly fields?: Readonly<Record<string, unknown>>;
  readonly ref?: string;
}

export interface KitSendOptions {
  readonly signal?: AbortSignal;
  readonly onExisting?: 'keep' | 'update';
  readonly beforeSend?: () => Promise<void>;
}

export interface KitFailure {
  readonly kind: string;
  readonly effect: string;
  readonly message: string;
}

export interface KitOutcome {
  readonly outcome: string;
  readonly id?: string | undefined;
  readonly certainty: string;
  readonly unsupported: readonly { readonly field: string }[];
  readonly ignored: readonly { readonly field: string }[];
  readonly unchanged: readonly string[];
  readonly error?: KitFailure | undefined;
  readonly lookup?: Readonly<Record<string, unknown>> | undefined;
}

export type KitResult<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: KitFailure };

interface KitCheck {
  readonly issues: readonly { readonly path: string }[];
  readonly unsupported: readonly { readonly field: string }[];
}

export interface KitTarget {
  readonly provider: string;
  readonly name: string;
  readonly account: string;
  readonly effect: string;
  check(lead: KitLead): Promise<KitCheck>;
  send(lead: KitLead, options?: KitSendOptions): Promise<KitResult<KitOutcome>>;
  resume(
    lead: KitLead,
    evidence: { readonly firstSentAt: number },
    options?: KitSendOptions,
  ): Promise<KitResult<KitOutcome>>;
  readonly bulk?:
    | {
        readonly maxItems: number;
        accepts(lead: KitLead): boolean;
        send(leads: readonly KitLead[], options?: KitSendOptions): Promise<KitResult<readonly KitOutcome[]>>;
      }
    | undefined;
}
