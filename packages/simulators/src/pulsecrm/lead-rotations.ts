import type { LeadNextUser, LeadRotation, LeadRotationInput } from '@leadwire/generated-pulsecrm';
import type { Call, Reply } from '../framework/provider.ts';
import type { Collection } from '../framework/state/collection.ts';
import { type AccountRow, createAccountRecords } from './account-records.ts';
import type { Teams } from './teams.ts';
import { type Area, accountOf, byAdmin, created, notFound, ok, refused, type World } from './world.ts';

interface RotationRow extends AccountRow {
  settings: LeadRotationInput;
  /** Index of the user whose turn is next. */
  position: number;
}

export interface LeadRotations extends Area {
  readonly collection: Collection<number, LeadRotation>;
  /** Makes a rotation that existed before the test; named `default` unless it has a name. */
  add(rotation: Partial<LeadRotationInput> & { readonly id?: number; readonly accountId?: string }): LeadRotation;
  /** Takes the turn for a new lead: the team's rotation, else the one named `default`, else undefined. */
  assign(operationId: string, accountId: string, teamId: number | undefined): string | undefined;
}

const statusOf = (row: RotationRow) => row.settings.status ?? 'active';

export function createLeadRotations(world: World, teams: Teams): LeadRotations {
  const rotations = createAccountRecords<RotationRow, LeadRotation>(world, {
    title: 'Lead rotation',
    resource: 'leadRotation',
    names: ['name', 'status', 'teamId'],
    view(row, accountId) {
      const { teamId, ...settings } = row.settings;
      const team = teams.find(accountId, teamId);
      return {
        id: row.id,
        ...settings,
        ...(teamId !== undefined && { teamId }),
        accountId,
        status: statusOf(row),
        userRotationArray: [...row.settings.userRotationArray],
        currentPosition: row.position,
        ...byAdmin(row),
        ...(team !== undefined && { team: teams.view(team, accountId) }),
      };
    },
  });

  const faultOf = (accountId: string, { teamId }: Partial<LeadRotationInput>) =>
    // assumption: an unknown team is refused.
    teamId !== undefined && teams.find(accountId, teamId) === undefined ? refused(400, 'team not found') : undefined;

  const change = (call: Call, row: RotationRow, changes: Partial<LeadRotationInput>): Reply => {
    row.settings = { ...row.settings, ...changes };
    // assumption: a pointer past the end starts again.
    if (row.position >= row.settings.userRotationArray.length) row.position = 0;
    return rotations.changed(call, row);
  };

  /** The user whose turn it is; the pointer moves on. */
  const takeTurn = (operationId: string, row: RotationRow): string | undefined => {
    const users = row.settings.userRotationArray;
    const user = users[row.position];
    if (user === undefined) return undefined;
    row.position = (row.position + 1) % users.length;
    world.record(operationId, 'assigned', 'leadRotation', row.id);
    return user;
  };

  const nextUser = (row: RotationRow, user: string, before: number, accountId: string): LeadNextUser => {
    const users = row.settings.userRotationArray;
    const member = teams.find(accountId, row.settings.teamId)?.members.find(({ email }) => email === user);
    const id = member?.userId ?? before + 1;
    return {
      user: { userId: String(id), email: user, name: member?.name ?? user, weight: 1, id },
      rotationId: row.id,
      currentPosition: before,
      newPosition: row.position,
      totalUsers: users.length,
      currentUser: user,
      nextUser: users[row.position] ?? user,
      rotation: rotations.view(row, accountId),
    };
  };

  return {
    collection: rotations.collection,
    add: ({ id, accountId, name = 'default', userRotationArray = [], ...rest }) =>
      rotations.view(rotations.insert({ accountId, settings: { name, userRotationArray, ...rest }, position: 0 }, id)),
    assign(operationId, accountId, teamId) {
      const active = rotations.ofAccount(accountId).filter((row) => statusOf(row) === 'active');
      const row =
        (teamId === undefined ? undefined : active.find(({ settings }) => settings.teamId === teamId)) ??
        active.find(({ settings }) => settings.name === 'default');
      return row && takeTurn(operationId, row);
    },
    handlers: {
      'leadRotations.list': (call) => rotations.list(call, { status: 'active', ...call.query }),
      'leadRotations.get': rotations.get,
      'leadRotations.create': (call) => {
        const account = accountOf(call);
        const fault = faultOf(account, call.body);
        if (fault !== undefined) return fault;
        const row = rotations.insert({ accountId: account, settings: call.body, position: 0 });
        world.record(call.operationId, 'created', 'leadRotation', row.id);
        return created(rotations.view(row, account));
      },
      'leadRotations.update': (call) =>
        rotations.withRecord(call, (row) => faultOf(accountOf(call), call.body) ?? change(call, row, call.body)),
      'leadRotations.updateStatus': (call) =>
        rotations.withRecord(call, (row) => change(call, row, { status: call.body.status })),
      'leadRotations.delete': rotations.remove,
      'leadRotations.nextUser': (call) =>
        rotations.withRecord(call, (row) => {
          const before = row.position;
          // assumption: a rotation that is not active, or has no users, has no next user.
          const user = statusOf(row) === 'active' ? takeTurn(call.operationId, row) : undefined;
          return user === undefined ? notFound('Lead rotation') : ok(nextUser(row, user, before, accountOf(call)));
        }),
    },
    reset: rotations.reset,
  };
}
