import type { PulsecrmApi, Team, TeamMember } from '@leadwire/generated-pulsecrm';
import type { CallOf } from '../framework/provider.ts';
import { AccountRecords, type AccountRow } from './account-records.ts';
import { byAdmin, type World } from './world.ts';

/** A team that existed before the test: no call of the API makes one. Without an account it is a team of every account. */
export interface TeamDraft {
  readonly id?: number;
  readonly name?: string;
  readonly active?: boolean;
  readonly accountId?: string;
  readonly members?: readonly TeamMember[];
}

interface TeamRow extends AccountRow {
  name: string;
  active: boolean;
  members: readonly TeamMember[];
}

function change(row: TeamRow, call: unknown): undefined {
  const { body } = call as CallOf<PulsecrmApi, 'teams.update'>;
  const before = new Set(row.members.map(({ userId }) => userId));
  // assumption: members are added, the others stay.
  const more = (body.members ?? []).flatMap(({ userId }) =>
    userId === undefined || before.has(userId) ? [] : [{ userId, email: `user-${userId}@example.com` }],
  );
  const { name = row.name, active = row.active } = body;
  Object.assign(row, { name, active, members: [...row.members, ...more] });
}

export class Teams extends AccountRecords<TeamRow, Team> {
  constructor(world: World) {
    super(world, {
      operations: 'teams',
      title: 'Team',
      resource: 'team',
      names: ['name', 'active'],
      listed: { active: true },
      view: (row, accountId) => ({
        id: row.id,
        account_id: accountId,
        accountId,
        name: row.name,
        active: row.active,
        members: [...row.members],
        ...byAdmin(row),
      }),
      change,
    });
  }

  add({ id = this.nextId, name = `Team ${id}`, active = true, accountId, members = [] }: TeamDraft): Team {
    return this.view(this.insert({ accountId, name, active, members }, id));
  }
}
