import type { TeamMember, TelecrmApi } from '@leadwire/generated-telecrm';
import type { CallOf, HandlersOf, Reply, SimulatorContext } from '../framework/provider.ts';
import { type Collection, createTable } from '../framework/state/collection.ts';
import { badRequest, memberNotFound, telecrmError } from './errors.ts';
import type { MemberDraft, TelecrmOptions } from './options.ts';

const DEFAULT_LIMIT = 10;
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const ROLES = ['ADMIN', 'MANAGER', 'CALLER', 'MARKETING_USER'];

const MEMBERS: readonly MemberDraft[] = [
  { name: 'Asha Admin', email: 'admin@example.com', phone_number: '919876543210' },
  { name: 'Ravi Agent', email: 'agent@example.com', phone_number: '919876543211' },
];

const LICENSE = { status: 'ACTIVE', type: 'GROWTH', start_date: '2026-01-01', end_date: '2026-12-31' };

export interface Team {
  readonly collection: Collection<string, TeamMember>;
  readonly handlers: HandlersOf<TelecrmApi>;
  /** Whether a lead can be given to this person. */
  isMember(email: string): boolean;
  reset(): void;
}

export function createTeam(context: SimulatorContext, options: TelecrmOptions): Team {
  const { teamMembers = MEMBERS, seats = Number.POSITIVE_INFINITY } = options;
  const table = createTable<string, TeamMember, TeamMember>((row) => ({ ...row }));
  const keyOf = (email: string) => email.toLowerCase();

  function add({ name, email, phone_number = '', status = 'Active' }: MemberDraft): void {
    table.rows.set(keyOf(email), {
      name,
      email,
      status,
      phone_number,
      manager_name: null,
      manager_email: null,
      permission_template_name: 'Sales Agent',
      license: status === 'Invited' ? null : LICENSE,
    });
  }

  function list({ query }: CallOf<TelecrmApi, 'teamMembers.list'>): Reply {
    const { skip = 0, limit = DEFAULT_LIMIT, includeDeleted = false } = query;
    const members = table.collection
      .filter((member) => includeDeleted || member.status !== 'Deleted')
      .sort((a, b) => (a.name ?? '').localeCompare(b.name ?? ''));
    const body = { data: members.slice(skip, skip + limit), total_count: members.length, skip, limit };
    return { status: 200, body };
  }

  function faultOf({ email, phone_number, role }: CallOf<TelecrmApi, 'teamMembers.create'>['body']): Reply | undefined {
    if (!EMAIL.test(email)) return badRequest('Invalid email format');
    if (!/^[0-9]+$/.test(phone_number)) return badRequest('Invalid phone_number format');
    if (!ROLES.includes(role)) return badRequest('Validation failed');
    // assumption: an address that is taken is refused like this.
    return table.rows.has(keyOf(email)) ? badRequest('A team member with this email already exists') : undefined;
  }

  function create({ body, operationId }: CallOf<TelecrmApi, 'teamMembers.create'>): Reply {
    const fault = faultOf(body);
    if (fault !== undefined) return fault;
    const { name, email, phone_number, role, password } = body;
    if (table.rows.size >= seats) return telecrmError(402, 'BUY_LICENSE', 'No free license. Buy more licenses.');
    add({ name, email, phone_number, status: password === undefined ? 'Invited' : 'Active' });
    context.record({ operationId, kind: 'created', resource: 'team-member', id: email });
    const status = password === undefined ? 'INVITED' : 'Active';
    return { status: 201, body: { name, email, phone_number, role, status } };
  }

  function get({ params, query }: CallOf<TelecrmApi, 'teamMembers.get'>): Reply {
    const member = table.collection.get(keyOf(params.email ?? ''));
    const isHidden = member?.status === 'Deleted' && query.includeDeleted !== true;
    return member === undefined || isHidden ? memberNotFound() : { status: 200, body: member };
  }

  function updateAvailability({ body, operationId }: CallOf<TelecrmApi, 'teamMembers.updateAvailability'>): Reply {
    const member = table.rows.get(keyOf(body.email));
    if (member === undefined) return memberNotFound();
    table.rows.set(keyOf(body.email), { ...member, status: body.state });
    context.record({ operationId, kind: 'updated', resource: 'team-member', id: body.email });
    return { status: 200, body: { email: body.email, status: body.state } };
  }

  function reset(): void {
    table.rows.clear();
    teamMembers.forEach(add);
  }

  reset();
  return {
    collection: table.collection,
    handlers: {
      'teamMembers.list': list,
      'teamMembers.create': create,
      'teamMembers.get': get,
      'teamMembers.updateAvailability': updateAvailability,
    },
    isMember: (email) => {
      const member = table.rows.get(keyOf(email.trim()));
      return member !== undefined && member.status !== 'Deleted';
    },
    reset,
  };
}
