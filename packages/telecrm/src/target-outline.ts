import { misconfigured, placeOf, type Runner, requireKnown, type TargetOutline } from '@leadwire/core/provider';

/** Which of the two APIs leads go through. */
export interface TelecrmTargetOptions {
  /** `sync` answers with an id; `async` queues: quicker, and without the outcome of the lead. */
  readonly mode: 'sync' | 'async';
}

/** What is known of the target before its code is loaded. */
export function outlineOf(
  core: Runner,
  enterpriseId: string,
  options: Partial<TelecrmTargetOptions> = {},
): TargetOutline {
  requireKnown('telecrm.target', options, { mode: true });
  const { mode } = options;
  // One of the two tells an id, the other nothing of the outcome: neither is a guess to make.
  if (mode !== 'sync' && mode !== 'async') {
    throw misconfigured('telecrm', {
      option: 'mode',
      message: 'must be sync or async',
      hint: "Pass mode: 'sync', which answers with an id, or 'async', which queues.",
    });
  }
  return mode === 'sync'
    ? { account: placeOf(core, enterpriseId), effect: 'conflict-key', can: ['update'] }
    : { name: 'telecrm-async', account: placeOf(core, `${enterpriseId}/async`), effect: 'queued-upsert', can: [] };
}
