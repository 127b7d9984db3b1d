import type { Issue } from '@leadwire/core';
import type { OperationMeta, ProviderDefinition, RequestDraft, RevisedDraft } from '@leadwire/core/provider';
import { type ActionTypeForm, writeAction, writeActions, writeActionType } from './action-type.ts';

/** What a request still needs to be as telecrm takes it: epoch milliseconds, phones as text, and action types in the form of the API it goes to. */
export function prepare(
  operation: OperationMeta,
  { body, query, path }: RequestDraft,
  phoneFields: readonly string[],
): RevisedDraft {
  const issues: Issue[] = [];
  for (const name of ['leadId', 'actionId']) {
    if (path[name] === 'search')
      issues.push({
        path: name,
        message: 'cannot be "search", which is the path of the search operation',
        code: 'reserved-id',
      });
  }
  const given = body === undefined && operation.id.endsWith('.search') ? {} : body;
  const written = phonesAsText(datesAsMs(given, '', issues), phoneFields);
  return {
    body: withEmailTrimmed(operation, actionsOf(operation.id, written)),
    query,
    issues,
    path: withEmailTrimmed(operation, pathOf(operation, path)) as RequestDraft['path'],
  };
}

/** ISO 8601 is not parsed by telecrm and is stored as a wrong date without an error: a `Date` goes as epoch milliseconds. */
function datesAsMs(value: unknown, at: string, issues: Issue[]): unknown {
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) issues.push({ path: at, message: 'is not a valid date', code: 'invalid-date' });
    return value.getTime();
  }
  if (Array.isArray(value)) return value.map((inner, index) => datesAsMs(inner, `${at}[${index}]`, issues));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, datesAsMs(inner, at === '' ? key : `${at}.${key}`, issues)]),
  );
}

/** A phone that came as a number is a spelling like any other, to be judged with the rest. */
function phonesAsText(body: unknown, phoneFields: readonly string[]): unknown {
  const { fields } = (body ?? {}) as { fields?: Readonly<Record<string, unknown>> };
  if (typeof fields !== 'object' || fields === null) return body;
  const textOf = (value: unknown): unknown => (typeof value === 'number' ? String(value) : value);
  const asText = (value: unknown): unknown => (Array.isArray(value) ? value.map(textOf) : textOf(value));
  const texts = phoneFields.flatMap((name) => (name in fields ? [[name, asText(fields[name])] as const] : []));
  return { ...(body as object), fields: { ...fields, ...Object.fromEntries(texts) } };
}

/** Members are looked up by e-mail without regard to case, but a space around it matches no member. */
function withEmailTrimmed({ id }: OperationMeta, holder: unknown): unknown {
  const { email } = (holder ?? {}) as { email?: unknown };
  if (!id.startsWith('teamMembers.') || typeof email !== 'string') return holder;
  return { ...(holder as object), email: email.trim() };
}

const pathOf = ({ id }: OperationMeta, path: RequestDraft['path']): RequestDraft['path'] =>
  id === 'customActions.get' ? { ...path, code: writeActionType(path.code, 'prefixed') } : path;

function actionsOf(id: string, body: unknown): unknown {
  if (typeof body !== 'object' || body === null) return body;
  const form: ActionTypeForm = id === 'leads.upsertAsync' ? 'prefixed' : 'bare';
  const { actions, type } = body as { actions?: unknown; type?: unknown };
  if (id === 'leads.search') {
    const filter = actions as { type?: unknown } | undefined;
    if (filter?.type === undefined) return body;
    const types = Array.isArray(filter.type)
      ? filter.type.map((each) => writeActionType(each, 'bare'))
      : writeActionType(filter.type, 'bare');
    return { ...body, actions: { ...filter, type: types } };
  }
  if (id === 'actions.update') return writeAction(body, form);
  if (id === 'actions.search' && type !== undefined) return { ...body, type: writeActionType(type, 'bare') };
  return actions === undefined ? body : { ...body, actions: writeActions(actions, form) };
}

/** A national number has 10 digits in India and North America, and 11 at most nearly everywhere. */
const NATIONAL_DIGITS = 11;

/**
 * The form of phones, once they are digits. In a lead's fields few digits could be read as a national number of the workspace: those go with `+`, which
 * telecrm takes there, too. A search asks for both forms: whether filters are normalised is not documented. A team member's number takes no `+`.
 */
export function finishing(phoneFields: readonly string[]): NonNullable<ProviderDefinition['finish']> {
  const inFields = (write: (value: unknown) => unknown) => (body: unknown) => {
    const { fields } = (body ?? {}) as { fields?: Record<string, unknown> };
    if (typeof fields !== 'object' || fields === null) return undefined;
    const phones = phoneFields.flatMap((name) => (name in fields ? [[name, write(fields[name])] as const] : []));
    return { body: { ...(body as object), fields: { ...fields, ...Object.fromEntries(phones) } } };
  };
  return {
    'leads.create': inFields(withPlus),
    'leads.update': inFields(withPlus),
    'leads.upsertAsync': inFields(withPlus),
    'leads.search': inFields(bothForms),
    'teamMembers.create': (body) => {
      const { phone_number } = (body ?? {}) as { phone_number?: unknown };
      if (typeof phone_number !== 'string') return undefined;
      return { body: { ...(body as object), phone_number: bare(phone_number) } };
    },
  };
}

const bare = (phone: string): string => phone.replace(/^\+/, '');

const isPhone = (value: unknown): value is string => typeof value === 'string' && /^\+?\d+$/.test(value);

const withPlus = (value: unknown): unknown =>
  isPhone(value) && bare(value).length <= NATIONAL_DIGITS ? `+${bare(value)}` : value;

const bothForms = (value: unknown): unknown => {
  const values: unknown[] = Array.isArray(value) ? value : [value];
  return values.some(isPhone)
    ? values.flatMap((each) => (isPhone(each) ? [bare(each), `+${bare(each)}`] : [each]))
    : value;
};
