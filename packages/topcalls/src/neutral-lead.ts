import type { Arrived, FieldNote, Lead } from '@leadwire/core';
import { arrived, type Client, earliestOf, fullName, lostAt, omitEmpty } from '@leadwire/core/provider';
import type { SentLead } from '@leadwire/core/target';
import type {
  LeadCreate,
  LeadUpsertResult,
  schemas,
  Lead as TopcallsLead,
  TopcallsOperations,
} from '@leadwire/generated-topcalls';
import { type WhoseLead, whoseLead } from './reconcile.ts';

type Core = Pick<Client<TopcallsOperations, unknown>, 'provider'>;

/** The schemas of the fields of a create. */
export type LeadShape = typeof schemas.zLeadCreate.shape;

/** How neutral leads are put into TopCalls' terms, and its responses into outcomes. */
export interface LeadMapping {
  /** The neutral lead as TopCalls takes it; what has no field, or does not fit into it, goes to `metadata`. */
  toCreate(lead: Lead, listId: string): LeadCreate;
  /** What stands in another place than its own, or is made up. */
  unsupported(lead: Lead): FieldNote[];
  /** Their response to a create. */
  fromUpsert(core: Core, answer: Partial<LeadUpsertResult>, sent: SentLead<LeadCreate>): Arrived;
  /** A lead of theirs, once it is known whose it is. */
  fromLead(
    whose: WhoseLead,
    found: Partial<Pick<TopcallsLead, 'id' | 'status'>>,
    body: LeadCreate,
    lead: Lead,
  ): Arrived;
}

/** @param shape - handed in: what imports the schemas here is loaded a second way, and a bundle in one file would keep all of zod for it */
export function createMapping(shape: LeadShape): LeadMapping {
  const fits = (field: 'email' | 'status', value: unknown): boolean =>
    value === undefined || shape[field].safeParse(value).success;

  function toCreate(lead: Lead, listId: string): LeadCreate {
    const { status, notes_append, metadata, ...rest } = (lead.fields ?? {}) as Record<string, unknown>;
    const email = lead.email?.trim();
    const hasEmail = fits('email', email);
    const hasStatus = fits('status', status);
    const free = omitEmpty({
      email: hasEmail ? undefined : email,
      status: hasStatus ? undefined : status,
      company: lead.company,
      job_title: lead.jobTitle,
      source: lead.source,
      ref: lead.ref,
      ...rest,
      ...(typeof metadata === 'object' && !Array.isArray(metadata) ? metadata : { metadata }),
    });
    return {
      name: fullName(lead) || lead.phone,
      phone_number: lead.phone,
      list_id: listId,
      ...omitEmpty({
        email: hasEmail ? email : undefined,
        notes: lead.notes,
        notes_append: notes_append as string | undefined,
        status: hasStatus ? (status as LeadCreate['status']) : undefined,
      }),
      ...(lead.tags && lead.tags.length > 0 && { tags: [...lead.tags] }),
      ...(Object.keys(free).length > 0 && { metadata: free }),
    } as LeadCreate;
  }

  function unsupported(lead: Lead): FieldNote[] {
    const misfit = (field: string, place: 'email' | 'status', value: unknown): FieldNote[] =>
      value === '' || fits(place, value)
        ? []
        : [{ field, reason: `is not a ${place} that TopCalls takes: it is kept under metadata` }];
    return [
      ...(hasName(lead) ? [] : [{ field: 'name', reason: 'TopCalls needs one: the phone number stands in its place' }]),
      ...misfit('email', 'email', lead.email?.trim()),
      ...misfit('fields.status', 'status', lead.fields?.status),
    ];
  }

  const fromLead: LeadMapping['fromLead'] = ({ outcome, certainty }, { id, status }, body, lead) => {
    const sent: Readonly<Record<string, unknown>> = toChange(body, lead);
    const left = LEFT_ALONE.filter((field) => sent[field] !== undefined);
    // Whether the status is left alone, too, is not documented: the response shows it.
    const isStatusLeft = status !== undefined && sent.status !== undefined && status !== sent.status;
    const unchanged = outcome === 'existed' ? [...left, ...(isStatusLeft ? ['status'] : [])] : [];
    return arrived(outcome, id, { certainty, unchanged, unsupported: unsupported(lead) });
  };

  const fromUpsert: LeadMapping['fromUpsert'] = (core, answer, sent) => {
    const { body, certainty, existed, firstSentAt, lead, meta } = sent;
    if (meta === undefined)
      return fromLead({ outcome: existed ? 'existed' : 'created', certainty }, answer, body, lead);
    const since = firstSentAt ?? lostAt(meta.attempts);
    const earliest = since === undefined ? undefined : earliestOf(core, since, meta);
    return fromLead(whoseLead(answer, meta.status, earliest), answer, body, lead);
  };

  return { toCreate, unsupported, fromUpsert, fromLead };
}

const hasName = (lead: Lead): boolean => fullName(lead) !== '';

/** Fields that TopCalls leaves as they are when a lead with this phone exists. */
const LEFT_ALONE = ['name', 'email', 'notes', 'tags', 'metadata'] as const;

/** What can be written into a lead that exists: what was given, and never the number that stands for a name. Pure. */
export function toChange(
  body: LeadCreate,
  lead: Lead,
): Omit<Partial<LeadCreate>, 'phone_number' | 'list_id' | 'notes_append'> {
  const { phone_number: _phone, list_id: _list, notes_append: _append, name, ...change } = body;
  return hasName(lead) ? { name, ...change } : change;
}
