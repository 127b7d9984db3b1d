import type { LeadwireError } from '@leadwire/core';
import {
  numberFaults,
  type OptionNames,
  refusal,
  requireKnown,
  signalFaults,
  timeFaults,
} from '@leadwire/core/provider';
import type {
  AcceptOptions,
  DeliverOptions,
  LeadwireOptions,
  SendManyOptions,
  SendOptions,
  UndoOptions,
} from './options.ts';

/**
 * Checks what a caller without types may have mistaken.
 * @throws LeadwireError `misconfigured`, with the path of the option
 */
export function checkOptions(options: LeadwireOptions): void {
  requireKnown('createLeadwire', options, CREATE);
  const { concurrency, deadlineMs, payloadRetentionMs, ledger, retry, targets } = options;
  if (typeof ledger?.claim !== 'function') throw refused('ledger', ledger, LEDGER_HINT);
  if (typeof targets !== 'object' || targets === null) throw refused('targets', targets, TARGET_HINT);
  for (const [name, target] of Object.entries(targets))
    if (typeof target?.send !== 'function') throw refused(`targets.${name}`, target, TARGET_HINT);
  const issues = [
    ...timeFaults({ deadlineMs, retry }),
    ...numberFaults(1, { concurrency }),
    ...numberFaults(0, { payloadRetentionMs: payloadRetentionMs === false ? undefined : payloadRetentionMs }),
  ];
  if (issues.length > 0) throw refusal('misconfigured', 'createLeadwire', issues, { hint: DEFAULTS_HINT });
}

const DEFAULTS_HINT = 'Leave it out for the default.';

const COMMON = { to: true, importId: true, signal: true, onExisting: true, resendOnMiss: true } as const;
const UNDO: OptionNames<UndoOptions> = { to: true, importId: true, signal: true };
type Caller = 'send' | 'sendMany' | 'accept' | 'deliver' | 'created' | 'undo';
/** The options that each call takes; one that is misspelled would be as if it were not there: an undo without its import removes every lead. */
const CALLS: Readonly<Record<Caller, Readonly<Record<string, true>>>> = {
  send: { ...COMMON, key: true } satisfies OptionNames<SendOptions>,
  sendMany: { ...COMMON, concurrency: true, chunkSize: true } satisfies OptionNames<SendManyOptions>,
  accept: { to: true, importId: true, key: true } satisfies OptionNames<AcceptOptions>,
  deliver: { ...COMMON, concurrency: true, keys: true } satisfies OptionNames<DeliverOptions>,
  created: UNDO,
  undo: UNDO,
};
const CREATE: OptionNames<LeadwireOptions> = {
  targets: true,
  ledger: true,
  clock: true,
  onEvent: true,
  concurrency: true,
  dedupeByPhone: true,
  retry: true,
  deadlineMs: true,
  payloadRetentionMs: true,
};

const MAX_IMPORT_ID = 255;

/**
 * Checks the options of one call.
 * @throws LeadwireError `invalid-input` for an unknown option, and for a value that none of them has
 */
export function checkCall(caller: Caller, options: object): void {
  requireKnown(caller, options, CALLS[caller], 'invalid-input');
  const { importId, onExisting, signal } = options as Readonly<Record<string, unknown>>;
  const refuse = (path: string, message: string, hint: string): LeadwireError =>
    refusal('invalid-input', caller, [{ path, message, code: 'invalid-value' }], { hint: `Nothing was sent. ${hint}` });
  const [notSignal] = signalFaults(signal);
  if (notSignal !== undefined) throw refuse('signal', notSignal.message, 'Leave it out where nothing ends the call.');
  if (onExisting !== undefined && onExisting !== 'keep' && onExisting !== 'update')
    throw refuse('onExisting', 'must be keep or update', 'Leave it out for keep.');
  if (importId === undefined) return;
  if (typeof importId === 'string' && importId !== '' && importId.length <= MAX_IMPORT_ID) return;
  const message = `must be a text of 1 to ${MAX_IMPORT_ID} characters`;
  throw refuse('importId', message, 'Leave it out for leads that belong to no import.');
}

/**
 * Refuses what leads cannot be read from, such as the text of a file or one lead.
 * @throws LeadwireError `invalid-input`
 */
export function checkSource(leads: unknown, caller: 'sendMany' | 'enqueueImport' = 'sendMany'): void {
  if (typeof leads === 'object' && leads !== null && (Symbol.asyncIterator in leads || Symbol.iterator in leads))
    return;
  const issues = [{ path: 'leads', message: 'must be an iterable of leads', code: 'invalid-value' }];
  const hint = 'Nothing was sent. Pass an array, a generator or a stream of leads; a single lead goes through send.';
  throw refusal('invalid-input', caller, issues, { hint });
}

const LEDGER_HINT =
  'Pass fileLedger(path) or postgresLedger({ connectionString }), or memoryLedger() if nothing must outlive the process.';
const TARGET_HINT = "Pass what a client's target(…) returns: { crm: telecrm.target({ mode: 'sync' }) }.";

function refused(path: string, value: unknown, hint: string): LeadwireError {
  const message = value === undefined ? 'is missing' : `is not a ${path === 'ledger' ? 'ledger' : 'target'}`;
  return refusal('misconfigured', 'createLeadwire', [{ path, message }], { hint });
}
