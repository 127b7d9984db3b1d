import type { Team, TeamMember } from '@leadwire/generated-pulsecrm';
import type { Collection } from '../framework/state/collection.ts';
import { type AccountRow, createAccountRecords } from './account-records.ts';
import { type Area, byAdmin, type World } from './world.ts';

interface TeamRow extends AccountRow {
  name: string;
  active: boolean;
  members: readonly TeamMember[];
}

export interface Teams extends Area {
  readonly collection: Collection<number, Team>;
  /** Makes a team, which no call of the API does. Without an account it is a team of every account. */
  add(team: {
    readonly id?: number;
    readonly name?: string;
    readonly active?: boolean;
    readonly accountId?: string;
    readonly members?: readonly TeamMember[];
  }): Team;
  find(accountId: string, id: number | undefined): TeamRow | undefined;
  /** Whether the account has any team, active or not. */
  exist(accountId: string): boolean;
  view(row: TeamRow, accountId: string): Team;
}

export function createTeams(world: World): Teams {
  const teams = createAccountRecords<TeamRow, Team>(world, {
    title: 'Team',
    resource: 'team',
    names: ['name', 'active'],
    view: (row, accountId) => ({
      id: row.id,
      account_id: accountId,
      accountId,
      name: row.name,
      active: row.active,
      members: [...row.members],
      ...byAdmin(row),
    }),
  });
  return {
    collection: teams.collection,
    find: teams.find,
    view: teams.view,
    exist: (accountId) => teams.ofAccount(accountId).length > 0,
    add: ({ id, name, active = true, accountId, members = [] }) => {
      const row = teams.insert({ accountId, name: name ?? '', active, members }, id);
      row.name = name ?? `Team ${row.id}`;
      return teams.view(row);
    },
    handlers: {
      // Inactive teams are left out unless they are asked for.
      'teams.list': (call) => teams.list(call, { active: true, ...call.query }),
      'teams.get': teams.get,
      'teams.update': (call) =>
        teams.withRecord(call, (row) => {
          const { name = row.name, active = row.active, members = [] } = call.body;
          const before = new Set(row.members.map(({ userId }) => userId));
          // assumption: members are added, the others stay.
          const more = members.flatMap(({ userId }) =>
            userId === undefined || before.has(userId) ? [] : [{ userId, email: `user-${userId}@example.com` }],
          );
          Object.assign(row, { name, active, members: [...row.members, ...more] });
          return teams.changed(call, row);
        }),
    },
    reset: teams.reset,
  };
}
