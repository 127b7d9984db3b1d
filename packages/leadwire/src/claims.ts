import type { Claim } from '@leadwire/core';
import type { Lane } from './lane.ts';
import type { Prepared } from './prepare.ts';

/** What a claim gave that may be sent under it. */
export const isMine = ({ kind }: Claim): boolean => kind === 'leased' || kind === 'sent-before';

export const claimAll = (lane: Lane, entries: readonly Prepared['entry'][]): Promise<Claim[]> =>
  lane.ledger.claim(entries, { now: lane.clock.now(), leaseMs: lane.leaseMs, bySubject: lane.dedupeByPhone });

export async function claimOne(lane: Lane, { entry }: Prepared): Promise<Claim> {
  const [found] = await claimAll(lane, [entry]);
  if (found === undefined) throw new Error('the ledger answered nothing to a claim');
  return found;
}
