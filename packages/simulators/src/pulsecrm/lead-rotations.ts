import type { LeadNextUser, LeadRotation, LeadRotationInput } from '@leadwire/generated-pulsecrm';
import type { Call, Reply } from '../framework/provider.ts';
import { AccountRecords, type AccountRow } from './account-records.ts';
import type { Teams } from './teams.ts';
import { accountOf, byAdmin, created, type Handlers, notFound, ok, refused, type World } from './world.ts';

/** A rotation that existed before the test; named `default` unless it has a name. */
export type RotationDraft = Partial<LeadRotationInput> & { readonly id?: number; readonly accountId?: string };

interface RotationRow extends AccountRow {
  settings: LeadRotationInput;
  /** Index of the user whose turn is next. */
  position: number;
}

const statusOf = (row: RotationRow) => row.settings.status ?? 'active';

export class LeadRotations extends AccountRecords<RotationRow, LeadRotation> {
  readonly #teams: Teams;

  constructor(world: World, teams: Teams) {
    super(world, {
      operations: 'leadRotations',
      title: 'Lead rotation',
      resource: 'leadRotation',
      names: ['name', 'status', 'teamId'],
      listed: { status: 'active' },
      view: (row, accountId) => this.#shown(row, accountId),
      change: (row, call) => this.#apply(row, call),
    });
    this.#teams = teams;
    this.handlers = {
      ...this.handlers,
      'leadRotations.create': (call) => {
        const accountId = accountOf(call);
        const fault = this.#faultOf(accountId, call.body);
        if (fault !== undefined) return fault;
        const row = this.insert({ accountId, settings: call.body, position: 0 });
        world.context.record('created', 'leadRotation', row.id);
        return created(this.view(row, accountId));
      },
      'leadRotations.updateStatus': this.withRecord((row, call) => this.change(row, call)),
      'leadRotations.nextUser': this.withRecord((row, call) => this.#nextUser(row, call)),
    } as Handlers;
  }

  add({ id, accountId, name = 'default', userRotationArray = [], ...rest }: RotationDraft): LeadRotation {
    return this.view(this.insert({ accountId, settings: { name, userRotationArray, ...rest }, position: 0 }, id));
  }

  /** Takes the turn for a new lead: the team's rotation, else the one named `default`, else undefined. */
  assign(accountId: string, teamId: number | undefined): string | undefined {
    const active = this.ofAccount(accountId).filter((row) => statusOf(row) === 'active');
    const ofTeam = teamId === undefined ? undefined : active.find(({ settings }) => settings.teamId === teamId);
    const row = ofTeam ?? active.find(({ settings }) => settings.name === 'default');
    return row && this.#takeTurn(row);
  }

  #shown(row: RotationRow, accountId: string): LeadRotation {
    const { teamId, ...settings } = row.settings;
    const team = teamId === undefined ? undefined : this.#teams.find(accountId, teamId);
    return {
      id: row.id,
      ...settings,
      ...(teamId !== undefined && { teamId }),
      accountId,
      status: statusOf(row),
      userRotationArray: [...row.settings.userRotationArray],
      currentPosition: row.position,
      ...byAdmin(row),
      ...(team !== undefined && { team: this.#teams.view(team, accountId) }),
    };
  }

  #faultOf(accountId: string, { teamId }: Partial<LeadRotationInput>): Reply | undefined {
    // assumption: an unknown team is refused.
    const isUnknown = teamId !== undefined && this.#teams.find(accountId, teamId) === undefined;
    return isUnknown ? refused(400, 'team not found') : undefined;
  }

  #apply(row: RotationRow, call: Call): Reply | undefined {
    const changes = call.body as Partial<LeadRotationInput>;
    const fault = this.#faultOf(accountOf(call), changes);
    if (fault !== undefined) return fault;
    row.settings = { ...row.settings, ...changes };
    // assumption: a pointer past the end starts again.
    if (row.position >= row.settings.userRotationArray.length) row.position = 0;
    return undefined;
  }

  /** The user whose turn it is; the pointer moves on. */
  #takeTurn(row: RotationRow): string | undefined {
    const users = row.settings.userRotationArray;
    const user = users[row.position];
    if (user === undefined) return undefined;
    row.position = (row.position + 1) % users.length;
    this.world.context.record('assigned', 'leadRotation', row.id);
    return user;
  }

  #nextUser(row: RotationRow, call: Call): Reply {
    const before = row.position;
    // assumption: a rotation that is not active, or has no users, has no next user.
    const user = statusOf(row) === 'active' ? this.#takeTurn(row) : undefined;
    if (user === undefined) return notFound('Lead rotation');
    const accountId = accountOf(call);
    const { teamId, userRotationArray: users } = row.settings;
    const member = this.#teams.find(accountId, teamId)?.members.find(({ email }) => email === user);
    const id = member?.userId ?? before + 1;
    const next: LeadNextUser = {
      user: { userId: String(id), email: user, name: member?.name ?? user, weight: 1, id },
      rotationId: row.id,
      currentPosition: before,
      newPosition: row.position,
      totalUsers: users.length,
      currentUser: user,
      nextUser: users[row.position] ?? user,
      rotation: this.view(row, accountId),
    };
    return ok(next);
  }
}
