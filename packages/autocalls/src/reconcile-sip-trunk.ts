import {
  type Client,
  earliestOf,
  exactTimeMs,
  isSameNumber,
  type LostCall,
  omitEmpty,
  type ReconcileResult,
  unseenWhereRepeatsAreRefused,
} from '@leadwire/core/provider';
import type { AutocallsOperations, SipTrunk, SipTrunkCreate, SipTrunkWritten } from '@leadwire/generated-autocalls';

type Core = Pick<Client<AutocallsOperations, unknown>, 'run' | 'provider'>;

/** A lost create of a SIP trunk: a repeat is refused by number, user name and address, and the list shows by its time whose the trunk is. */
export async function reconcileSipTrunk(core: Core, lost: LostCall): Promise<ReconcileResult> {
  const { phone_number, sip_address, sip_username } = lost.body as SipTrunkCreate;
  const lookup = { phone_number, sip_address, sip_username };
  const { deadlineMs, signal } = lost.options;
  const read = await core.run('sipTrunks.list', { options: omitEmpty({ deadlineMs, signal }) });
  if (!read.ok) return { kind: 'open', lookup, error: read.error };
  const trunks: unknown = read.value?.data;
  if (!Array.isArray(trunks)) return { kind: 'open', lookup };
  const trunk = (trunks as (SipTrunk | null)[]).find((each) => isSameTrunk(each, lookup));
  if (!trunk) return unseenWhereRepeatsAreRefused(lost, lookup, 'the trunk exists, and the list does not show it');
  const made = exactTimeMs(trunk.created_at) ?? Number.NaN;
  const value: SipTrunkWritten = { message: 'found by a look-up', data: trunk };
  return { kind: 'found', value, existed: made < earliestOf(core, lost.firstSentAt, read.meta) };
}

type TrunkKey = Pick<SipTrunkCreate, 'phone_number' | 'sip_address' | 'sip_username'>;

/** The number may be an extension, which is compared as it is written. */
const isSameTrunk = (trunk: SipTrunk | null, { phone_number, sip_address, sip_username }: TrunkKey): boolean =>
  trunk?.sip_username === sip_username &&
  trunk.sip_address === sip_address &&
  (trunk.phone_number === phone_number ||
    (phone_number.startsWith('+') && isSameNumber(trunk.phone_number, phone_number)));
