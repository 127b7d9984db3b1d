import { lookUpColumn } from '../columns/find-column.ts';
import type { Destination } from '../columns/mapping.ts';
import { squeeze } from '../columns/words-of.ts';

/** What an export of a known program looks like. */
interface BuiltInProfile {
  readonly name: string;
  /** The columns that together tell it from other files. */
  readonly recognisedBy: readonly string[];
  /** Columns of each part of the lead, the first usable one counts; those that a file does not have are passed over. */
  readonly map: Readonly<Partial<Record<Destination, readonly string[]>>>;
  /** Column with the country of each row. */
  readonly countryColumn?: string;
  /** Flags of a do-not-call registry beside each phone, which say nothing of what this person asked for. */
  readonly registryFlags?: readonly string[];
}

/** Only what the names of the columns do not say by themselves: the rest is found as in any other file. */
const BUILT_IN: readonly BuiltInProfile[] = [
  {
    name: 'Meta lead ads',
    recognisedBy: ['id', 'created_time', 'ad_id', 'form_id', 'platform'],
    map: { phone: ['phone_number'], ref: ['id'] },
  },
  {
    name: 'LinkedIn Lead Gen Forms',
    recognisedBy: ['Campaign Name', 'Form Name', 'Account Name', 'First Name', 'Last Name'],
    map: { source: ['Campaign Name'] },
  },
  {
    name: 'Google Ads lead form',
    recognisedBy: ['google_key', 'lead_id', 'campaign_id'],
    // https://developers.google.com/google-ads/webhook/docs/implementation
    map: { phone: ['PHONE_NUMBER', 'User Phone', 'WORK_PHONE'], email: ['EMAIL', 'User Email', 'WORK_EMAIL'] },
  },
  {
    name: 'Google Contacts',
    recognisedBy: ['First Name', 'Last Name', 'Labels', 'Phone 1 - Value'],
    map: {},
  },
  {
    name: 'TikTok lead generation',
    recognisedBy: ['lead_id', 'advertiser_id', 'adgroup_id'],
    map: {},
  },
  {
    name: 'IndiaMART',
    recognisedBy: ['UNIQUE_QUERY_ID', 'SENDER_NAME', 'SENDER_MOBILE'],
    map: { notes: ['QUERY_MESSAGE', 'SUBJECT'], ref: ['UNIQUE_QUERY_ID'] },
    countryColumn: 'SENDER_COUNTRY_ISO',
  },
  {
    name: 'Calendly',
    recognisedBy: ['Invitee Email', 'Event Type Name'],
    map: { email: ['Invitee Email'] },
  },
  {
    name: 'JustDial',
    recognisedBy: ['leadid', 'leadtype', 'mobile', 'brancharea'],
    map: { source: ['category'] },
    registryFlags: ['dncmobile', 'dncphone'],
  },
  {
    name: 'HubSpot',
    recognisedBy: ['Record ID', 'First Name', 'Last Name', 'Lifecycle Stage'],
    map: { company: ['Company Name', 'Associated Company'] },
  },
  {
    name: 'Zoho CRM',
    // Salesforce calls it "Company / Account".
    recognisedBy: ['Lead Owner', 'Lead Source', 'Lead Status', 'Last Name', 'Company'],
    map: { jobTitle: ['Title', 'Designation'] },
  },
  {
    name: 'Pipedrive',
    recognisedBy: ['Person - Name', 'Person - Phone - Work'],
    map: { ref: ['Person - ID'] },
  },
];

export interface Recognised {
  readonly profile: BuiltInProfile;
  readonly columns: ReadonlyMap<Destination, readonly number[]>;
}

/** The program that wrote a file, by its header. */
export function recogniseProfile(header: readonly string[]): Recognised | undefined {
  const names = new Set(header.map(squeeze));
  const profile = BUILT_IN.find(({ recognisedBy }) => recognisedBy.every((name) => names.has(squeeze(name))));
  if (profile === undefined) return undefined;
  const columns = new Map<Destination, readonly number[]>();
  for (const [destination, wanted] of Object.entries(profile.map)) {
    const found = (wanted ?? []).flatMap((name) => lookUpColumn(header, name) ?? []);
    if (found.length > 0) columns.set(destination as Destination, found);
  }
  return { profile, columns };
}
