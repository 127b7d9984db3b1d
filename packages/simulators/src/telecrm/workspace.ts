import type { Random } from '../framework/random.ts';
import type { ActionDraft, FieldDraft, TelecrmOptions } from './options.ts';
import type { Country } from './phone.ts';

/** A field of the workspace. An unknown label becomes a new option. */
export interface Field extends FieldDraft {
  readonly id: string;
  readonly labels: string[];
  readonly isIdentifier: boolean;
}

export interface ActionKind {
  readonly id: string;
  /** `1001` */
  readonly code: string;
  readonly displayName: string;
  readonly fields: ReadonlyMap<string, Field>;
}

/** The settings of the workspace, which values are checked against. */
export interface Workspace {
  readonly country: Country;
  readonly utcOffsetMinutes: number;
  readonly identifier: Field;
  readonly fields: ReadonlyMap<string, Field>;
  readonly kinds: ReadonlyMap<string, ActionKind>;
  readonly activeStatuses: readonly string[];
  readonly archivedStatuses: readonly string[];
  readonly lostReasons: readonly string[];
  /** Whether a lead can be given to this person. */
  isMember(email: string): boolean;
}

const STANDARD_FIELDS: readonly FieldDraft[] = [
  { apiName: 'name', type: 'TEXT' },
  { apiName: 'phone', type: 'PHONE' },
  { apiName: 'email', type: 'EMAIL' },
  { apiName: 'rating', type: 'RATING' },
  { apiName: 'status', type: 'STATUS' },
  { apiName: 'assignee', type: 'ACTIVE_USERS' },
];

const SAMPLE_FIELDS: readonly FieldDraft[] = [
  { apiName: 'contact_source', type: 'DROPDOWN', options: ['Website', 'Referral'] },
  { apiName: 'interests', type: 'TAGS', options: ['VIP', 'Returning'] },
  { apiName: 'deal_size', type: 'NUMBER' },
  { apiName: 'follow_up_date', type: 'DATE' },
];

const SITE_VISIT: ActionDraft = {
  code: '1001',
  displayName: 'Site Visit',
  fields: [
    { apiName: 'note', type: 'TEXT' },
    { apiName: 'outcome', type: 'DROPDOWN', options: ['Interested', 'Not interested'] },
    { apiName: 'email', type: 'EMAIL' },
  ],
};

const ASSIGNEES: readonly string[] = ['admin@example.com', 'agent@example.com'];

const STATUSES = { active: ['Fresh', 'Contacted', 'Qualified', 'Won', 'Lost'], archived: ['Junk'] };

export function createWorkspace(options: TelecrmOptions, random: Random): Workspace {
  const {
    identifier = 'phone',
    customFields = SAMPLE_FIELDS,
    customActions = [SITE_VISIT],
    statuses = STATUSES,
    assignees = ASSIGNEES,
  } = options;
  const toField = (draft: FieldDraft): Field => ({
    ...draft,
    id: random.hex(24),
    labels: [...(draft.options ?? [])],
    isIdentifier: draft.apiName === identifier,
  });
  const toFields = (drafts: readonly FieldDraft[]) => new Map(drafts.map((draft) => [draft.apiName, toField(draft)]));
  const fields = toFields([...STANDARD_FIELDS, ...customFields]);
  const key = fields.get(identifier);
  if (key === undefined || !['PHONE', 'EMAIL', 'TEXT'].includes(key.type)) {
    throw new TypeError(`The identifier '${identifier}' of the telecrm simulator is not a phone, e-mail or text field`);
  }
  return {
    country: options.defaultCountry ?? 'IN',
    utcOffsetMinutes: options.utcOffsetMinutes ?? 330,
    identifier: key,
    fields,
    kinds: new Map(
      customActions.map(({ code, displayName = `Action ${code}`, fields: drafts = [] }) => [
        code,
        { id: random.hex(24), code, displayName, fields: toFields(drafts) },
      ]),
    ),
    activeStatuses: statuses.active,
    archivedStatuses: statuses.archived ?? [],
    lostReasons: ['Price too high', 'No Need'],
    isMember: (email) => assignees.includes(email.trim().toLowerCase()),
  };
}
