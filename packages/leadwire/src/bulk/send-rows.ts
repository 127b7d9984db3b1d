import type { LeadwireError, LedgerRow } from '@leadwire/core';
import { type PreparedLead, preparedFromRow } from '../send/prepare-lead.ts';
import { type SendResult, sendPrepared } from '../send/send-lead.ts';
import type { SendContext, TargetContext } from '../send/target-context.ts';
import { boundedMap } from './bounded-map.ts';

/** Look-ups at once at the start of a run. */
const CONCURRENT_LOOK_UPS = 4;

/** Looks up every parked row of the target once more: its look-up may have failed, or answered too early. */
export async function lookUpParked(
  context: TargetContext,
  sendContext: SendContext,
  halt: AbortController,
): Promise<void> {
  const { provider, account } = context.target;
  const rows = context.ledger.list({ provider, account, states: ['parked'] });
  const results = sendRows(rows, {
    size: CONCURRENT_LOOK_UPS,
    halt,
    send: (prepared) => sendPrepared(context, prepared, { ...sendContext, purpose: 'look-up' }),
  });
  for await (const _ of results);
}

export interface RowSendOptions {
  readonly size: number;
  readonly halt: AbortController;
  readonly send: (prepared: PreparedLead) => Promise<SendResult>;
  readonly onEnd?: () => void;
}

/** Sends the leads that ledger rows hold. A fatal error ends it. */
export async function* sendRows(
  rows: AsyncIterable<LedgerRow>,
  { size, halt, send, onEnd = () => undefined }: RowSendOptions,
): AsyncGenerator<SendResult, void, undefined> {
  const work = async (prepared: PreparedLead): Promise<SendResult> => {
    const result = await send(prepared);
    if (result.stop !== undefined) throw result.stop satisfies LeadwireError;
    return result;
  };
  yield* boundedMap(withPayload(rows), { size, halt, work, onEnd });
}

async function* withPayload(rows: AsyncIterable<LedgerRow>): AsyncGenerator<PreparedLead, void, undefined> {
  for await (const row of rows) {
    const prepared = preparedFromRow(row);
    if (prepared !== undefined) yield prepared;
  }
}
