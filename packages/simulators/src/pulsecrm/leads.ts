import type { LeadInput } from '@leadwire/generated-pulsecrm';
import type { Call, Reply } from '../framework/provider.ts';
import { onRow } from '../framework/state/on-row.ts';
import type { LeadRotations } from './lead-rotations.ts';
import type { LeadSources } from './lead-sources.ts';
import type { LeadStore } from './lead-store.ts';
import { LEAD_PROPERTIES, type LeadEvent, type LeadRow, leadProperty, leadView } from './lead-view.ts';
import { listPage } from './list.ts';
import type { Sessions } from './sessions.ts';
import type { Teams } from './teams.ts';
import { type Area, accountOf, created, notFound, ok, refused, type World } from './world.ts';

interface Around {
  readonly store: LeadStore;
  readonly sessions: Sessions;
  readonly teams: Teams;
  readonly leadSources: LeadSources;
  readonly leadRotations: LeadRotations;
}

export function createLeads(world: World, { store, sessions, teams, leadSources, leadRotations }: Around): Area {
  /** Why a new lead is refused. */
  const faultOf = (account: string, fields: LeadInput, skips: boolean): string | undefined => {
    const { teamId, leadSourceId } = fields;
    // assumption: the texts but for the first one, which is the vendor's sample.
    if (!skips && teamId === undefined && teams.ofAccount(account).length > 0) {
      return 'team ID is required when teams exist in the account';
    }
    if (teamId !== undefined && teams.find(account, teamId) === undefined) return 'team not found';
    if (leadSourceId !== undefined && leadSources.find(account, leadSourceId) === undefined)
      return 'lead source not found';
    // assumption: a source that is switched off still makes its team one that has sources.
    const wantsSource = teamId !== undefined && leadSources.ofAccount(account).some((row) => row.teamId === teamId);
    // With the flag, a team does not require a source either: the vendor's text of the field says so.
    if (!skips && wantsSource && leadSourceId === undefined) {
      return 'lead source ID is required when lead sources exist for the team';
    }
    return undefined;
  };

  const onLead = onRow(
    (call) => {
      const row = store.rows.get(Number(call.params.leadId));
      // assumption: a lead of another account is not found.
      return row?.accountId === accountOf(call) ? row : undefined;
    },
    () => notFound('Lead'),
  );

  const note = (row: LeadRow, call: Call, event: LeadEvent['event'], method: string) => {
    const { email, apiKey } = sessions.callerOf(call);
    row.updatedAt = world.context.now();
    row.events ??= [];
    row.events.push({ event, at: row.updatedAt, user: email, apiKey, method });
  };

  function* listed(rows: Iterable<LeadRow>): Generator<LeadRow> {
    for (const row of rows) if (world.context.isListed(row.createdAt)) yield row;
  }

  const setArchived = (row: LeadRow, call: Call, archived: boolean): Reply => {
    // assumption: archiving twice changes nothing and gets the same response.
    if (row.archived !== archived) {
      row.archived = archived;
      note(row, call, archived ? 'lead_archived' : 'lead_unarchived', archived ? 'POST' : 'DELETE');
      world.context.record(archived ? 'archived' : 'unarchived', 'lead', row.id);
    }
    return ok(leadView(row));
  };

  return {
    handlers: {
      'leads.create'(call) {
        const { body, query } = call;
        if (!body?.firstName || !body.lastName) return refused(400, 'firstName and lastName are required');
        const accountId = accountOf(call);
        const fault = faultOf(accountId, body, query.skipTeamAndSourceRequirement === true);
        if (fault !== undefined) return refused(400, fault);
        const caller = sessions.callerOf(call);
        const row = store.create({
          accountId,
          fields: body,
          assignedTo: body.assignedTo,
          createdBy: body.createdBy ?? caller.email,
          apiKey: caller.apiKey,
          archived: body.archived ?? false,
          createdAt: world.context.now(),
        });
        world.context.record('created', 'lead', row.id);
        // A blank user counts as none.
        if (!row.assignedTo) row.assignedTo = leadRotations.assign(accountId, body.teamId);
        return created(leadView(row));
      },

      'leads.list'(call) {
        const accountId = accountOf(call);
        // assumption: archived=true gives only archived leads. Left out, they are hidden.
        const query = { ...call.query, archived: call.query.archived ?? false, accountId };
        return ok(
          listPage(listed(store.candidates(call.query)), query, {
            names: LEAD_PROPERTIES,
            value: leadProperty,
            createdAt: (row) => row.createdAt,
            view: (row) => {
              const lead = leadView(row);
              return lead.phone ? { ...lead, phone: world.context.listedPhone(lead.phone) } : lead;
            },
          }),
        );
      },

      'leads.get': onLead((row) => ok(leadView(row))),

      'leads.update': onLead((row, call) => {
        const { archived, assignedTo, createdBy, ...fields } = call.body;
        // assumption: neither the team and source rules nor the rotation run again.
        store.change(row, () => {
          row.fields = { ...row.fields, ...fields };
        });
        if (archived !== undefined) row.archived = archived;
        if (assignedTo !== undefined) row.assignedTo = assignedTo;
        if (createdBy !== undefined) row.createdBy = createdBy;
        note(row, call, 'lead_updated', 'PATCH');
        world.context.record('updated', 'lead', row.id);
        return ok(leadView(row));
      }),

      // assumption: the response is the deleted lead, as for the other deletes.
      'leads.delete': onLead((row) => {
        store.remove(row);
        world.context.record('deleted', 'lead', row.id);
        return ok(leadView(row));
      }),

      'leads.archive': onLead((row, call) => setArchived(row, call, true)),
      'leads.unarchive': onLead((row, call) => setArchived(row, call, false)),
    },
    reset: () => store.reset(),
  };
}
