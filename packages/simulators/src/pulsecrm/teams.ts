import type { Team, TeamMember } from '@leadwire/generated-pulsecrm';
import { type Collection, createTable } from '../framework/state/collection.ts';
import { type Listing, listPage } from './list.ts';
import { type Area, accountOf, notFound, ok, time, type World } from './world.ts';

export interface TeamRow {
  readonly id: number;
  /** Undefined for a team of every account. */
  readonly accountId: string | undefined;
  name: string;
  active: boolean;
  members: readonly TeamMember[];
  readonly createdAt: number;
  updatedAt: number;
}

export interface Teams extends Area {
  readonly collection: Collection<number, Team>;
  /** Makes a team; no call of the API does. Without an account it is a team of every account. */
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
  const view = (row: TeamRow, accountId = world.home): Team => ({
    id: row.id,
    account_id: row.accountId ?? accountId,
    accountId: row.accountId ?? accountId,
    name: row.name,
    active: row.active,
    members: [...row.members],
    createdBy: 'admin@example.com',
    updatedBy: 'admin@example.com',
    createdAt: time(row.createdAt),
    updatedAt: time(row.updatedAt),
  });
  const { rows, collection } = createTable<number, TeamRow, Team>((row) => view(row));
  let lastId = 0;

  const belongs = (row: TeamRow, accountId: string) => row.accountId === undefined || row.accountId === accountId;
  const find: Teams['find'] = (accountId, id) => {
    const row = rows.get(id ?? 0);
    return row !== undefined && belongs(row, accountId) ? row : undefined;
  };
  const ofAccount = (accountId: string) => Array.from(rows.values()).filter((row) => belongs(row, accountId));
  const listing = (accountId: string): Listing<TeamRow> => ({
    names: ['name', 'active'],
    value: (row, name) => row[name as 'name' | 'active'],
    createdAt: (row) => row.createdAt,
    view: (row) => view(row, accountId),
  });

  return {
    collection,
    find,
    view,
    exist: (accountId) => {
      for (const row of rows.values()) if (belongs(row, accountId)) return true;
      return false;
    },
    add({ id = lastId + 1, name = `Team ${id}`, active = true, accountId, members = [] }) {
      lastId = Math.max(lastId, id);
      const now = world.context.now();
      const row: TeamRow = { id, accountId, name, active, members, createdAt: now, updatedAt: now };
      rows.set(id, row);
      return view(row);
    },
    handlers: {
      // Inactive teams are left out unless they are asked for.
      'teams.list': (call) => {
        const account = accountOf(call);
        return ok(listPage(ofAccount(account), { active: true, ...call.query }, listing(account)));
      },
      'teams.get': (call) => {
        const row = find(accountOf(call), Number(call.params.teamId));
        return row === undefined ? notFound('Team') : ok(view(row, accountOf(call)));
      },
      'teams.update': (call) => {
        const row = find(accountOf(call), Number(call.params.teamId));
        if (row === undefined) return notFound('Team');
        const { name, active, members } = call.body;
        if (name !== undefined) row.name = name;
        if (active !== undefined) row.active = active;
        const before = new Set(row.members.map(({ userId }) => userId));
        // assumption: members are added, the others stay.
        const more = (members ?? []).flatMap(({ userId }) =>
          userId === undefined || before.has(userId) ? [] : [{ userId, email: `user-${userId}@example.com` }],
        );
        row.members = [...row.members, ...more];
        row.updatedAt = world.context.now();
        world.record(call.operationId, 'updated', 'team', row.id);
        return ok(view(row, accountOf(call)));
      },
    },
    reset() {
      rows.clear();
      lastId = 0;
    },
  };
}
