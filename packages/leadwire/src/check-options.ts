import type { LeadwireError } from '@leadwire/core';
import { refusal, requireNumbers } from '@leadwire/core/provider';
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
  refuseUnknown('createLeadwire', options, CREATE);
  const { concurrency, deadlineMs, payloadRetentionMs, ledger, retry = {}, targets } = options;
  if (typeof ledger?.claim !== 'function') throw refused('ledger', ledger, LEDGER_HINT);
  if (typeof targets !== 'object' || targets === null) throw refused('targets', targets, TARGET_HINT);
  for (const [name, target] of Object.entries(targets))
    if (typeof target?.send !== 'function') throw refused(`targets.${name}`, target, TARGET_HINT);
  const { maxAttempts, baseMs, capMs } = retry;
  requireNumbers('createLeadwire', 1, { concurrency, deadlineMs, 'retry.maxAttempts': maxAttempts });
  requireNumbers('createLeadwire', 0, {
    'retry.baseMs': baseMs,
    'retry.capMs': capMs,
    ...(payloadRetentionMs !== false && { payloadRetentionMs }),
  });
}

type Names<Options> = Readonly<Record<keyof Options, true>>;

const COMMON = { to: true, importId: true, signal: true, onExisting: true, resendOnMiss: true } as const;
const UNDO: Names<UndoOptions> = { to: true, importId: true, signal: true };
/** The options that each call takes; one that is misspelled would be as if it were not there: an undo without its import removes every lead. */
const CALLS = {
  send: { ...COMMON, key: true } satisfies Names<SendOptions>,
  sendMany: { ...COMMON, concurrency: true, chunkSize: true } satisfies Names<SendManyOptions>,
  accept: { to: true, importId: true, key: true } satisfies Names<AcceptOptions>,
  deliver: { ...COMMON, concurrency: true, keys: true } satisfies Names<DeliverOptions>,
  created: UNDO,
  undo: UNDO,
} as const;
const CREATE: Names<LeadwireOptions> = {
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
 * @throws LeadwireError `invalid-input` for an option that is not known, and for an `importId` that is no text
 */
export function checkCall(caller: keyof typeof CALLS, options: object): void {
  refuseUnknown(caller, options, CALLS[caller], 'invalid-input');
  const { importId } = options as { readonly importId?: unknown };
  if (importId === undefined) return;
  if (typeof importId === 'string' && importId !== '' && importId.length <= MAX_IMPORT_ID) return;
  const message = `must be a text of 1 to ${MAX_IMPORT_ID} characters`;
  const hint = 'Nothing was sent. Leave it out for leads that belong to no import.';
  throw refusal('invalid-input', caller, [{ path: 'importId', message, code: 'invalid-value' }], { hint });
}

/**
 * Refuses what is no source of leads, such as the text of a file or one lead.
 * @throws LeadwireError `invalid-input`
 */
export function checkSource(leads: unknown): void {
  if (typeof leads === 'object' && leads !== null && (Symbol.asyncIterator in leads || Symbol.iterator in leads))
    return;
  const issues = [{ path: 'leads', message: 'must be an iterable of leads', code: 'invalid-value' }];
  const hint = 'Nothing was sent. Pass an array, a generator or a stream of leads; a single lead goes through send.';
  throw refusal('invalid-input', 'sendMany', issues, { hint });
}

function refuseUnknown(
  caller: string,
  options: object,
  known: Readonly<Record<string, true>>,
  kind: 'misconfigured' | 'invalid-input' = 'misconfigured',
): void {
  const unknown = Object.keys(options).filter((name) => !Object.hasOwn(known, name));
  if (unknown.length === 0) return;
  const issues = unknown.map((path) => ({ path, message: 'is not an option', code: 'unknown-field' }));
  throw refusal(kind, caller, issues, { hint: `Nothing was sent. Its options are ${Object.keys(known).join(', ')}.` });
}

const LEDGER_HINT =
  'Pass fileLedger(path) or postgresLedger({ connectionString }), or memoryLedger() if nothing must outlive the process.';
const TARGET_HINT = "Pass what a client's target(…) returns: { crm: telecrm.target({ mode: 'sync' }) }.";

function refused(path: string, value: unknown, hint: string): LeadwireError {
  const message = value === undefined ? 'is missing' : `is not a ${path === 'ledger' ? 'ledger' : 'target'}`;
  return refusal('misconfigured', 'createLeadwire', [{ path, message }], { hint });
}
