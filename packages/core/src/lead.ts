/** A lead in neutral words: what every provider is given, each in its own terms. */
export interface Lead {
  /** In any spelling; a number without `+` needs the target's default country. */
  readonly phone: string;
  /** The whole name, or `firstName` and `lastName`. */
  readonly name?: string | undefined;
  readonly firstName?: string | undefined;
  readonly lastName?: string | undefined;
  readonly email?: string | undefined;
  readonly company?: string | undefined;
  readonly jobTitle?: string | undefined;
  readonly notes?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  /** Where the lead comes from, in the sender's words. */
  readonly source?: string | undefined;
  /** The provider's own fields, by its own names. */
  readonly fields?: Readonly<Record<string, unknown>> | undefined;
  /** The sender's own reference; kept in reports, sent where a provider has a place for it. */
  readonly ref?: string | undefined;
}

/** The name as one string, whichever way it was given. */
export function fullName(lead: Lead): string {
  return (
    lead.name?.trim() ||
    [lead.firstName, lead.lastName]
      .map((part) => part?.trim())
      .filter(Boolean)
      .join(' ')
  );
}

/** The name in two parts: the last word is the last name where only the whole is known. */
export function splitName(lead: Lead): { firstName: string; lastName: string } {
  const first = lead.firstName?.trim() ?? '';
  const last = lead.lastName?.trim() ?? '';
  if (first !== '' || last !== '') return { firstName: first, lastName: last };
  const words = (lead.name ?? '').trim().split(/\s+/).filter(Boolean);
  const lastName = words.length > 1 ? (words.pop() ?? '') : '';
  return { firstName: words.join(' '), lastName };
}
