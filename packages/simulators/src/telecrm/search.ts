import type { TelecrmApi } from '@leadwire/generated-telecrm';
import type { CallOf, HandlersOf, Reply } from '../framework/provider.ts';
import { isWithin, type Range } from './dates.ts';
import { badRequest, telecrmError } from './errors.ts';
import { identifierKey } from './field-value.ts';
import {
  type ActionRow,
  type LeadRow,
  type LeadStore,
  PERFORMER,
  shownFields,
  toTimelineAction,
} from './lead-store.ts';
import { onLead } from './leads.ts';
import type { Workspace } from './workspace.ts';

const DEFAULT_LIMIT = 10;

type Matches<Row> = (row: Row) => boolean;

const toList = (wanted: unknown): readonly unknown[] => (Array.isArray(wanted) ? wanted : [wanted]);

const folded = (value: unknown) => (typeof value === 'string' ? value.toLowerCase() : value);

/** Whole values, without regard to case; several are alternatives. */
function isAnyOf(value: unknown, wanted: unknown): boolean {
  const values = toList(value).map(folded);
  return toList(wanted).some((one) => values.includes(folded(one)));
}

function isRange(wanted: unknown): wanted is Range {
  return typeof wanted === 'object' && wanted !== null && !Array.isArray(wanted);
}

/** A filter that cannot be read; the response is a 400. */
class InvalidFilter extends Error {}

function rangeMatch(wanted: unknown, { utcOffsetMinutes }: Workspace): (at: unknown) => boolean {
  if (!isRange(wanted) || isWithin(0, wanted, utcOffsetMinutes) === undefined) throw new InvalidFilter();
  return (at) => typeof at === 'number' && isWithin(at, wanted, utcOffsetMinutes) === true;
}

/** Every field must match. assumption: an unknown field is an invalid filter. */
function fieldMatches(filter: Readonly<Record<string, unknown>>, workspace: Workspace): Matches<LeadRow>[] {
  return Object.entries(filter).map(([apiName, wanted]): Matches<LeadRow> => {
    if (apiName === 'created_on' || apiName === 'modified_on') {
      const matches = rangeMatch(wanted, workspace);
      return (row) => matches(apiName === 'created_on' ? row.createdAt : row.modifiedAt);
    }
    const field = workspace.fields.get(apiName);
    if (field === undefined) throw new InvalidFilter();
    if (field.type === 'DATE' && isRange(wanted)) {
      const matches = rangeMatch(wanted, workspace);
      return (row) => matches(row.fields[apiName]);
    }
    // assumption: a phone is compared as it is sent, not normalised.
    return (row) => isAnyOf(row.fields[apiName], wanted);
  });
}

interface ActionFilter {
  readonly type?: string | readonly string[];
  readonly performed_by?: string | readonly string[];
  readonly performed_at?: Range;
}

/** One action must meet all of it. */
function actionMatch(filter: ActionFilter, workspace: Workspace): Matches<ActionRow> {
  const isInTime = filter.performed_at === undefined ? () => true : rangeMatch(filter.performed_at, workspace);
  return (action) =>
    (filter.type === undefined || isAnyOf(action.type, filter.type)) &&
    (filter.performed_by === undefined || isAnyOf(PERFORMER, filter.performed_by)) &&
    isInTime(action.createdAt);
}

interface SearchParts {
  readonly store: LeadStore;
  readonly workspace: Workspace;
  readonly showsIds: boolean;
  readonly isListed: (createdAt: number) => boolean;
  readonly listedPhone: (phone: string) => string;
}

export function createSearchHandlers({ store, workspace, showsIds, ...lists }: SearchParts): HandlersOf<TelecrmApi> {
  /** Newest first; a search for one identifier need not look at every lead. */
  function candidates(wanted: unknown): Iterable<LeadRow> {
    if (typeof wanted !== 'string') return store.newestFirst();
    const one = store.byKey(identifierKey(wanted, workspace));
    return one === undefined ? [] : [one];
  }

  function listedFields(row: LeadRow): Readonly<Record<string, unknown>> {
    const fields = shownFields(row);
    return typeof fields.phone === 'string' ? { ...fields, phone: lists.listedPhone(fields.phone) } : fields;
  }

  function find({ body, query }: CallOf<TelecrmApi, 'leads.search'>): Reply {
    const filter: Readonly<Record<string, unknown>> = body.fields ?? {};
    const matches = fieldMatches(filter, workspace);
    if (body.actions !== undefined) {
      const isWanted = actionMatch(body.actions, workspace);
      matches.push((row) => row.actions.some(isWanted));
    }
    const { skip = 0, limit = DEFAULT_LIMIT } = query;
    const data: LeadRow[] = [];
    let total = 0;
    for (const row of candidates(filter[workspace.identifier.apiName])) {
      if (!lists.isListed(row.createdAt) || !matches.every((isMatch) => isMatch(row))) continue;
      if (total >= skip && data.length < limit) data.push(row);
      total += 1;
    }
    const rows = data.map((row) => ({ ...(showsIds && { id: row.id }), fields: listedFields(row) }));
    return { status: 200, body: { data: rows, total_count: total, skip, limit } };
  }

  function search(call: CallOf<TelecrmApi, 'leads.search'>): Reply {
    const { assignee, status } = (call.body.fields ?? {}) as Readonly<Record<string, unknown>>;
    // Seen live: an assignee beside a list of statuses fails.
    if (assignee !== undefined && Array.isArray(status)) {
      return telecrmError(500, 'INTERNAL_SERVER_ERROR', 'Something went wrong');
    }
    try {
      return find(call);
    } catch (fault) {
      if (fault instanceof InvalidFilter) return badRequest('Invalid filter');
      throw fault;
    }
  }

  function searchActions(row: LeadRow, { body, query }: CallOf<TelecrmApi, 'actions.search'>): Reply {
    const { created_on, ...rest } = body;
    const filter = { ...rest, ...(created_on !== undefined && { performed_at: created_on }) };
    const { skip = 0, limit = DEFAULT_LIMIT } = query;
    try {
      const found = row.actions.filter(actionMatch(filter, workspace)).reverse();
      const data = found.slice(skip, skip + limit).map(toTimelineAction);
      return { status: 200, body: { data, total_count: found.length, skip, limit } };
    } catch (fault) {
      if (fault instanceof InvalidFilter) return badRequest('Invalid filter');
      throw fault;
    }
  }

  return { 'leads.search': search, 'actions.search': onLead(store)(searchActions) };
}
