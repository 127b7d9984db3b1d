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

/** Parts of a lead that a column would be guessed for, and that this export fills with something else, are mapped to nothing: `[]`. */
const BUILT_IN: readonly BuiltInProfile[] = [
  {
    name: 'Meta lead ads',
    recognisedBy: ['id', 'created_time', 'ad_id', 'form_id', 'platform'],
    map: {
      phone: ['phone_number', 'phone', 'work_phone_number'],
      email: ['email', 'work_email'],
      name: ['full_name'],
      firstName: ['first_name'],
      lastName: ['last_name'],
      company: ['company_name'],
      jobTitle: ['job_title'],
      ref: ['id'],
    },
  },
  {
    name: 'LinkedIn Lead Gen Forms',
    recognisedBy: ['Campaign Name', 'Form Name', 'Account Name', 'First Name', 'Last Name'],
    map: {
      phone: ['Phone Number', 'Phone', 'Mobile Phone', 'Work Phone'],
      email: ['Email Address', 'Email', 'Work Email'],
      firstName: ['First Name'],
      lastName: ['Last Name'],
      company: ['Company Name', 'Company'],
      jobTitle: ['Job Title'],
      source: ['Campaign Name'],
      ref: ['Lead ID'],
    },
  },
  {
    name: 'Google Ads lead form',
    recognisedBy: ['google_key', 'lead_id', 'campaign_id'],
    // https://developers.google.com/google-ads/webhook/docs/implementation
    map: {
      phone: ['PHONE_NUMBER', 'User Phone', 'WORK_PHONE'],
      email: ['EMAIL', 'User Email', 'WORK_EMAIL'],
      name: ['FULL_NAME'],
      firstName: ['FIRST_NAME'],
      lastName: ['LAST_NAME'],
      company: ['COMPANY_NAME'],
      jobTitle: ['JOB_TITLE'],
      ref: ['lead_id'],
    },
  },
  {
    name: 'Google Contacts',
    recognisedBy: ['First Name', 'Last Name', 'Labels', 'Phone 1 - Value'],
    map: {
      phone: ['Phone 1 - Value', 'Phone 2 - Value', 'Phone 3 - Value', 'Phone 4 - Value', 'Phone 5 - Value'],
      email: ['E-mail 1 - Value', 'E-mail 2 - Value', 'E-mail 3 - Value'],
      firstName: ['First Name'],
      lastName: ['Last Name'],
      company: ['Organization Name'],
      jobTitle: ['Organization Title'],
      notes: ['Notes'],
      tags: ['Labels'],
    },
  },
  {
    name: 'TikTok lead generation',
    recognisedBy: ['lead_id', 'advertiser_id', 'adgroup_id'],
    map: {
      phone: ['phone_number', 'phone'],
      email: ['email', 'email_address'],
      name: ['name', 'full_name'],
      ref: ['lead_id'],
    },
  },
  {
    name: 'IndiaMART',
    recognisedBy: ['UNIQUE_QUERY_ID', 'SENDER_NAME', 'SENDER_MOBILE'],
    map: {
      phone: ['SENDER_MOBILE', 'SENDER_MOBILE_ALT', 'SENDER_PHONE', 'SENDER_PHONE_ALT'],
      email: ['SENDER_EMAIL', 'SENDER_EMAIL_ALT'],
      name: ['SENDER_NAME'],
      company: ['SENDER_COMPANY'],
      notes: ['QUERY_MESSAGE', 'SUBJECT'],
      ref: ['UNIQUE_QUERY_ID'],
    },
    countryColumn: 'SENDER_COUNTRY_ISO',
  },
  {
    name: 'Calendly',
    recognisedBy: ['Invitee Email', 'Event Type Name'],
    // The phone is asked for in a question, or is the number for reminders: by their names.
    map: {
      email: ['Invitee Email'],
      name: ['Invitee Name'],
      firstName: ['Invitee First Name'],
      lastName: ['Invitee Last Name'],
    },
  },
  {
    name: 'JustDial',
    recognisedBy: ['leadid', 'leadtype', 'mobile', 'brancharea'],
    map: {
      phone: ['mobile', 'phone'],
      email: ['email'],
      name: ['name'],
      company: ['company'],
      source: ['category'],
      ref: ['leadid'],
    },
    registryFlags: ['dncmobile', 'dncphone'],
  },
  {
    name: 'HubSpot',
    recognisedBy: ['Record ID', 'First Name', 'Last Name', 'Lifecycle Stage'],
    map: {
      phone: ['Mobile Phone Number', 'Phone Number', 'WhatsApp Phone Number'],
      email: ['Email', 'Work email'],
      firstName: ['First Name'],
      lastName: ['Last Name'],
      company: ['Company Name', 'Associated Company', 'Company name'],
      jobTitle: ['Job Title'],
      ref: ['Record ID'],
    },
  },
  {
    name: 'Zoho CRM',
    // Salesforce calls it "Company / Account".
    recognisedBy: ['Lead Owner', 'Lead Source', 'Lead Status', 'Last Name', 'Company'],
    map: {
      phone: ['Mobile', 'Phone', 'Other Phone', 'Home Phone'],
      email: ['Email', 'Secondary Email'],
      firstName: ['First Name'],
      lastName: ['Last Name'],
      company: ['Company'],
      jobTitle: ['Title', 'Designation'],
      notes: ['Description'],
      source: ['Lead Source'],
      tags: ['Tag'],
      ref: ['Record Id', 'Lead Id'],
    },
  },
  {
    name: 'Pipedrive',
    recognisedBy: ['Person - Name', 'Person - Phone - Work'],
    map: {
      phone: [
        'Person - Phone - Mobile',
        'Person - Phone - Work',
        'Person - Phone - Home',
        'Person - Phone - Other',
        'Person - Phone',
      ],
      email: ['Person - Email - Work', 'Person - Email - Home', 'Person - Email - Other', 'Person - Email'],
      name: ['Person - Name'],
      company: ['Person - Organization', 'Organization - Name'],
      notes: ['Person - Notes'],
      ref: ['Person - ID'],
    },
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
