import type { OperationMeta } from '@leadwire/core/provider';
import { writeAction, writeActions } from './action-type.ts';

/** Answers with action types in their bare form, whichever way they came. */
export function decode(value: unknown, operation: OperationMeta): unknown {
  if (operation.id === 'leads.upsertAsync' && (value === undefined || typeof value === 'string'))
    return QUEUED_IN_WORDS;
  if (typeof value !== 'object' || value === null) return value;
  if (operation.id === 'actions.get' || operation.id === 'actions.update') return writeAction(value, 'bare');
  if (operation.id === 'actions.search' && 'data' in value) return { ...value, data: writeActions(value.data, 'bare') };
  if (operation.id === 'leads.get' && 'actions' in value)
    return { ...value, actions: writeActions(value.actions, 'bare') };
  return value;
}

/** The queue was seen to respond with a plain word in place of `{ status: 'QUEUED' }`. */
export const QUEUED_IN_WORDS: { readonly status?: never } = {};
