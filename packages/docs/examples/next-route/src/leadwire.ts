import { createPulsecrm } from '@leadwire/pulsecrm';
import { createLeadwire, type Leadwire } from 'leadwire';
import { fileLedger } from 'leadwire/file-ledger';
import { postgresLedger } from 'leadwire/postgres-ledger';

let shared: Leadwire<'crm'> | undefined;

/** One for the process; a route is loaded often. Use PostgreSQL where instances come and go, as on Vercel. */
export function openLeadwire(): Leadwire<'crm'> {
  const { DATABASE_URL, LEDGER = 'leads.ledger', PULSECRM_BASE_URL } = process.env;
  shared ??= createLeadwire({
    targets: { crm: createPulsecrm({ baseUrl: PULSECRM_BASE_URL, defaultCountry: 'US' }).target({}) },
    ledger: DATABASE_URL === undefined ? fileLedger(LEDGER) : postgresLedger({ connectionString: DATABASE_URL }),
  });
  return shared;
}
