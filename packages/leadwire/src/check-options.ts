import type { LeadwireError } from '@leadwire/core';
import { refusal, requireNumbers } from '@leadwire/core/provider';
import type { LeadwireOptions } from './options.ts';

/**
 * Checks what a caller without types may have mistaken.
 * @throws LeadwireError `misconfigured`, with the path of the option
 */
export function checkOptions(options: LeadwireOptions): void {
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

const LEDGER_HINT =
  'Pass fileLedger(path) or postgresLedger({ connectionString }), or memoryLedger() if nothing must outlive the process.';
const TARGET_HINT = "Pass what a client's target(…) returns: { crm: telecrm.target({ mode: 'sync' }) }.";

function refused(path: string, value: unknown, hint: string): LeadwireError {
  const message = value === undefined ? 'is missing' : `is not a ${path === 'ledger' ? 'ledger' : 'target'}`;
  return refusal('misconfigured', 'createLeadwire', [{ path, message }], { hint });
}
