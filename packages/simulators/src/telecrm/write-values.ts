import type { ActionResult, Remark } from '@leadwire/generated-telecrm';
import { readFieldValue } from './field-value.ts';
import type { ActionRow, LeadRow, LeadStore } from './lead-store.ts';
import type { FieldDraft } from './options.ts';
import type { Workspace } from './workspace.ts';

/** The values that a write stores, and the remarks about the others. */
interface Written {
  readonly stored: Record<string, unknown>;
  readonly remarks: Remark[];
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const ignored = (field: string, remark: string): Remark => ({ field, status: 'IGNORED', remark });

/** Keeps the values that fit their field. An unknown API name is dropped without notice. */
export function readValues(
  sent: unknown,
  fields: ReadonlyMap<string, FieldDraft>,
  workspace: Workspace,
  at: string,
): Written {
  const stored: Record<string, unknown> = {};
  const remarks: Remark[] = [];
  if (!isObject(sent)) return { stored, remarks };
  for (const apiName in sent) {
    const field = fields.get(apiName);
    if (field === undefined) continue;
    const read = readFieldValue(sent[apiName], field, workspace);
    if ('value' in read) stored[apiName] = read.value;
    // A date in the wrong form is stored empty or wrong, without notice: here it is empty.
    else if (field.type !== 'DATE') remarks.push(ignored(`${at}.${apiName}`, read.remark));
  }
  return { stored, remarks };
}

const PAYMENT_STATUSES = ['PENDING', 'COMPLETED', 'FAILED', 'REFUNDED', 'CANCELLED', 'PROCESSING'];
const CURRENCIES = ['INR', 'USD', 'PKR', 'AED', 'QAR', 'SAR', 'MYR', 'AUD', 'CAD', 'SGD', 'XOF'];

export const isPaymentStatus = (status: unknown): boolean => PAYMENT_STATUSES.includes(status as string);

function paymentFault({ status, currency, amount }: Readonly<Record<string, unknown>>): [string, string] | undefined {
  // assumption: all of these texts.
  if (!isPaymentStatus(status)) return ['status', 'Payment status is invalid'];
  if (!CURRENCIES.includes(currency as string)) return ['currency', 'Currency is invalid'];
  const isAmount = typeof amount === 'string' && /^\d+(\.\d+)?$/.test(amount) && Number(amount) > 0;
  return isAmount ? undefined : ['amount', 'Amount should be a numeric string above 0'];
}

interface ActionsWritten {
  readonly actions: ActionResult[];
  readonly remarks: Remark[];
  readonly rows: ActionRow[];
}

/**
 * Adds actions to a timeline, each for itself.
 * @param codeOf - the bare code of a custom action's `type`, or undefined for a spelling that this API does not take
 */
export function addActions(
  row: LeadRow,
  sent: readonly unknown[],
  {
    store,
    workspace,
    codeOf,
  }: { store: LeadStore; workspace: Workspace; codeOf: (type: string) => string | undefined },
): ActionsWritten {
  const result: ActionsWritten = { actions: [], remarks: [], rows: [] };
  function keep(type: string, body: Readonly<Record<string, unknown>>): void {
    const action = store.addAction(row, type, body);
    result.rows.push(action);
    result.actions.push({ action_id: action.id, status: 'CREATED' });
  }
  function drop(at: string, remark: string): void {
    result.actions.push({ action_id: null, status: 'IGNORED' });
    result.remarks.push(ignored(at, remark));
  }
  for (const [index, entry] of sent.entries()) {
    const at = `actions[${index}]`;
    const action = isObject(entry) ? entry : {};
    const type = typeof action.type === 'string' ? action.type : '';
    if (type === 'PAYMENT') {
      const fault = paymentFault(action);
      if (fault !== undefined) drop(`${at}.${fault[0]}`, fault[1]);
      else keep(type, { status: action.status, currency: action.currency, amount: action.amount });
      continue;
    }
    const code = codeOf(type);
    const fields = code === undefined ? undefined : workspace.kinds.get(code);
    // assumption: an unknown kind of action is ignored like this, and a wrong field of a known one is left out of it.
    if (code === undefined || fields === undefined) {
      drop(`${at}.type`, 'Action type is invalid');
      continue;
    }
    const { stored, remarks } = readValues(action.fields, fields, workspace, `${at}.fields`);
    keep(code, { fields: stored });
    result.remarks.push(...remarks);
  }
  return result;
}

/** The Sync API takes the bare number. */
export const bareCode = (type: string): string | undefined => (/^\d+$/.test(type) ? type : undefined);

/** The Async API takes the number with its prefix. */
export const prefixedCode = (type: string): string | undefined => /^ACTION_(\d+)$/.exec(type)?.[1];
