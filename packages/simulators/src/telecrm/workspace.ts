import type { ActionDraft, FieldDraft, TelecrmOptions } from './options.ts';
import type { Country } from './phone.ts';

/** The settings of the workspace, which values are checked against. */
export interface Workspace {
  readonly country: Country;
  readonly utcOffsetMinutes: number;
  readonly identifier: FieldDraft;
  readonly fields: ReadonlyMap<string, FieldDraft>;
  /** The fields of each kind of action, by its code: `1001`. */
  readonly kinds: ReadonlyMap<string, ReadonlyMap<string, FieldDraft>>;
  readonly activeStatuses: readonly string[];
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
  { apiName: 'contact_source', type: 'DROPDOWN' },
  { apiName: 'interests', type: 'TAGS' },
  { apiName: 'deal_size', type: 'NUMBER' },
  { apiName: 'follow_up_date', type: 'DATE' },
];

const SITE_VISIT: ActionDraft = {
  code: '1001',
  fields: [
    { apiName: 'note', type: 'TEXT' },
    { apiName: 'outcome', type: 'DROPDOWN' },
    { apiName: 'email', type: 'EMAIL' },
  ],
};

const ASSIGNEES: readonly string[] = ['admin@example.com', 'agent@example.com'];

const STATUSES = { active: ['Fresh', 'Contacted', 'Qualified', 'Won', 'Lost'] };

export function createWorkspace(options: TelecrmOptions): Workspace {
  const {
    identifier = 'phone',
    customFields = SAMPLE_FIELDS,
    customActions = [SITE_VISIT],
    statuses = STATUSES,
    assignees = ASSIGNEES,
  } = options;
  const toFields = (drafts: readonly FieldDraft[]) => new Map(drafts.map((draft) => [draft.apiName, draft]));
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
    kinds: new Map(customActions.map(({ code, fields: drafts = [] }) => [code, toFields(drafts)])),
    activeStatuses: statuses.active,
    lostReasons: ['Price too high', 'No Need'],
    isMember: (email) => assignees.includes(email.trim().toLowerCase()),
  };
}
