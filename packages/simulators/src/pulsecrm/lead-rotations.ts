import type { LeadNextUser, LeadRotation, LeadRotationInput } from '@leadwire/generated-pulsecrm';
import { type Collection, createTable } from '../framework/state/collection.ts';
import { type Listing, listPage } from './list.ts';
import type { Teams } from './teams.ts';
import { type Area, accountOf, created, notFound, ok, refused, time, type World } from './world.ts';

interface RotationRow {
  readonly id: number;
  /** Undefined for a rotation of every account. */
  readonly accountId: string | undefined;
  settings: LeadRotationInput;
  /** Index of the user whose turn is next. */
  position: number;
  readonly createdAt: number;
  updatedAt: number;
}

export interface LeadRotations extends Area {
  readonly collection: Collection<number, LeadRotation>;
  /** Makes a rotation that was there before the test; named `default` unless it has a name. */
  add(rotation: Partial<LeadRotationInput> & { readonly id?: number; readonly accountId?: string }): LeadRotation;
  /** Takes the turn for a new lead: the team's rotation, else the one named `default`, else nobody. */
  assign(operationId: string, accountId: string, teamId: number | undefined): string | undefined;
}

const NAMES = ['name', 'status', 'teamId'] as const satisfies readonly (keyof LeadRotationInput)[];

export function createLeadRotations(world: World, teams: Teams): LeadRotations {
  const statusOf = (row: RotationRow) => row.settings.status ?? 'active';

  const view = (row: RotationRow, asked = world.home): LeadRotation => {
    const accountId = row.accountId ?? asked;
    const team = teams.find(accountId, row.settings.teamId);
    return {
      id: row.id,
      name: row.settings.name,
      accountId,
      status: statusOf(row),
      ...(row.settings.teamId !== undefined && { teamId: row.settings.teamId }),
      userRotationArray: [...row.settings.userRotationArray],
      currentPosition: row.position,
      createdBy: 'admin@example.com',
      updatedBy: 'admin@example.com',
      createdAt: time(row.createdAt),
      updatedAt: time(row.updatedAt),
      ...(team !== undefined && { team: teams.view(team, accountId) }),
    };
  };
  const { rows, collection } = createTable<number, RotationRow, LeadRotation>((row) => view(row));
  let lastId = 0;

  const insert = (settings: LeadRotationInput, accountId: string | undefined, id = lastId + 1) => {
    lastId = Math.max(lastId, id);
    const now = world.context.now();
    const row: RotationRow = { id, accountId, settings, position: 0, createdAt: now, updatedAt: now };
    rows.set(id, row);
    return row;
  };
  const belongs = (row: RotationRow, accountId: string) => row.accountId === undefined || row.accountId === accountId;
  const ofAccount = (accountId: string) => Array.from(rows.values()).filter((row) => belongs(row, accountId));
  const find = (accountId: string, id: string | undefined) => {
    const row = rows.get(Number(id));
    return row !== undefined && belongs(row, accountId) ? row : undefined;
  };
  const listing = (accountId: string): Listing<RotationRow> => ({
    names: NAMES,
    value: (row, name) => (name === 'status' ? statusOf(row) : row.settings[name as 'name' | 'teamId']),
    createdAt: (row) => row.createdAt,
    view: (row) => view(row, accountId),
  });
  const faultOf = (accountId: string, { teamId }: Partial<LeadRotationInput>) =>
    // assumption: a team that is not there is refused.
    teamId !== undefined && teams.find(accountId, teamId) === undefined ? refused(400, 'team not found') : undefined;

  const change = (operationId: string, row: RotationRow, changes: Partial<LeadRotationInput>) => {
    row.settings = { ...row.settings, ...changes };
    // assumption: a pointer that now stands past the end starts again.
    if (row.position >= row.settings.userRotationArray.length) row.position = 0;
    row.updatedAt = world.context.now();
    world.record(operationId, 'updated', 'leadRotation', row.id);
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
      rotation: view(row, accountId),
    };
  };

  return {
    collection,
    add: ({ id, accountId, name = 'default', userRotationArray = [], ...rest }) =>
      view(insert({ name, userRotationArray, ...rest }, accountId, id)),
    assign(operationId, accountId, teamId) {
      const active = ofAccount(accountId).filter((row) => statusOf(row) === 'active');
      const row =
        (teamId === undefined ? undefined : active.find(({ settings }) => settings.teamId === teamId)) ??
        active.find(({ settings }) => settings.name === 'default');
      return row && takeTurn(operationId, row);
    },
    handlers: {
      'leadRotations.list': (call) => {
        const account = accountOf(call);
        return ok(listPage(ofAccount(account), { status: 'active', ...call.query }, listing(account)));
      },
      'leadRotations.get': (call) => {
        const row = find(accountOf(call), call.params.rotationId);
        return row === undefined ? notFound('Lead rotation') : ok(view(row, accountOf(call)));
      },
      'leadRotations.create': (call) => {
        const account = accountOf(call);
        const fault = faultOf(account, call.body);
        if (fault !== undefined) return fault;
        const row = insert(call.body, account);
        world.record(call.operationId, 'created', 'leadRotation', row.id);
        return created(view(row, account));
      },
      'leadRotations.update': (call) => {
        const row = find(accountOf(call), call.params.rotationId);
        if (row === undefined) return notFound('Lead rotation');
        const fault = faultOf(accountOf(call), call.body);
        if (fault !== undefined) return fault;
        change(call.operationId, row, call.body);
        return ok(view(row, accountOf(call)));
      },
      'leadRotations.updateStatus': (call) => {
        const row = find(accountOf(call), call.params.rotationId);
        if (row === undefined) return notFound('Lead rotation');
        change(call.operationId, row, { status: call.body.status });
        return ok(view(row, accountOf(call)));
      },
      'leadRotations.delete': (call) => {
        const row = find(accountOf(call), call.params.rotationId);
        if (row === undefined) return notFound('Lead rotation');
        rows.delete(row.id);
        world.record(call.operationId, 'deleted', 'leadRotation', row.id);
        return ok(view(row, accountOf(call)));
      },
      'leadRotations.nextUser': (call) => {
        const row = find(accountOf(call), call.params.rotationId);
        const before = row?.position ?? 0;
        // assumption: a rotation that is not active, or has no users, has no next user to be found.
        const user = row && statusOf(row) === 'active' ? takeTurn(call.operationId, row) : undefined;
        if (row === undefined || user === undefined) return notFound('Lead rotation');
        return ok(nextUser(row, user, before, accountOf(call)));
      },
    },
    reset() {
      rows.clear();
      lastId = 0;
    },
  };
}
