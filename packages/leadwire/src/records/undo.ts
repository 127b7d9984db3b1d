import { LeadwireError, type LedgerFilter, type LedgerRow, type Undone } from '@leadwire/core';
import type { TargetContext } from '../send/target-context.ts';

/** One lead that an import created, or tried to remove. */
export interface UndoLine {
  readonly target: string;
  readonly key: string;
  readonly ref: string | undefined;
  /** The provider's id; undefined where a bulk import told totals only. */
  readonly id: string | undefined;
  /** How it was removed; undefined when it was not. */
  readonly undone?: Undone['how'] | undefined;
  /** Why it was not removed. */
  readonly error?: LeadwireError | undefined;
}

/** The leads that sends to this target created, and not those that existed before. */
export async function* createdLeads(
  { ledger, name, target }: TargetContext,
  filter: Pick<LedgerFilter, 'importId'>,
): AsyncGenerator<UndoLine & { readonly row: LedgerRow }, void, undefined> {
  const { provider, account } = target;
  for await (const row of ledger.list({ ...filter, provider, account, states: ['confirmed'] })) {
    if (row.outcome === 'created') yield { target: name, key: row.key, ref: row.ref, id: row.remoteId, row };
  }
}

/**
 * Removes at the provider what sends to this target created, one line each. A removed lead may be sent again. To another account all leads are
 * gone, so a lead that is not found counts as removed only once another one was removed.
 */
export async function* undoCreated(
  context: TargetContext,
  { importId, signal }: { readonly importId?: string | undefined; readonly signal?: AbortSignal | undefined },
): AsyncGenerator<UndoLine, void, undefined> {
  const { ledger, clock, target } = context;
  const gone: Removed[] = [];
  let hasRemoved = false;
  for await (const { row, ...line } of createdLeads(context, { importId })) {
    signal?.throwIfAborted();
    if (target.undo === undefined) {
      yield { ...line, error: cannotUndo(target.name) };
      continue;
    }
    if (line.id === undefined) {
      yield { ...line, error: hasNoId(target.name) };
      continue;
    }
    const undone = await target.undo(line.id, { signal });
    if (!undone.ok) {
      yield { ...line, error: undone.error };
      continue;
    }
    gone.push({ row, line: { ...line, undone: undone.value.how } });
    hasRemoved ||= undone.value.wasGone !== true;
    if (!hasRemoved) continue;
    for (const removed of gone.splice(0)) {
      await ledger.release([removed.row], clock.now(), { after: 'undone' });
      await ledger.release([removed.row], clock.now(), { after: 'look-up' });
      yield removed.line;
    }
  }
  for (const { line } of gone) yield { ...line, undone: undefined, error: notFound(target.name) };
}

/** A lead that is not at the provider any more, if this is its account. */
interface Removed {
  readonly row: LedgerRow;
  readonly line: UndoLine;
}

const cannotUndo = (name: string): LeadwireError =>
  new LeadwireError('misconfigured', `${name} cannot remove leads`, {
    code: 'undo-unsupported',
    hint: 'Remove the lead at the provider.',
  });

const hasNoId = (name: string): LeadwireError =>
  new LeadwireError('misconfigured', `${name} told no id of this lead, as bulk imports do not`, {
    code: 'undo-without-id',
    hint: 'Remove the lead at the provider.',
  });

const notFound = (name: string): LeadwireError =>
  new LeadwireError('not-found', `${name} knows none of the leads that were to be removed`, {
    code: 'undo-not-found',
    hint: 'Check that the client uses the account to which they were sent. If it does, they were removed before: another importId sends them again.',
  });
