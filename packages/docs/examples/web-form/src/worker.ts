import { createTopcalls } from '@leadwire/topcalls';
import { createLeadwire, type Leadwire } from 'leadwire';
import { postgresLedger } from 'leadwire/postgres-ledger';
import { createForm } from './app.ts';

/** What wrangler.toml binds. */
export interface Env {
  readonly HYPERDRIVE: { readonly connectionString: string };
  readonly TOPCALLS_API_KEY: string;
  readonly TOPCALLS_BASE_URL?: string;
  readonly TOPCALLS_LIST_ID: string;
}

interface Context {
  waitUntil(work: Promise<unknown>): void;
}

const open = (env: Env): Leadwire<'dialler'> => {
  const { TOPCALLS_API_KEY: apiKey, TOPCALLS_BASE_URL: baseUrl, TOPCALLS_LIST_ID: listId } = env;
  const dialler = createTopcalls({ apiKey, baseUrl, defaultCountry: 'US' }).target({ listId });
  // A worker has no disk: the ledger is in PostgreSQL, behind Hyperdrive.
  return createLeadwire({
    targets: { dialler },
    ledger: postgresLedger({ connectionString: env.HYPERDRIVE.connectionString }),
  });
};

/** Sends what was accepted, and lets go of the connections. */
async function deliver(leadwire: Leadwire<'dialler'>): Promise<void> {
  await leadwire.deliver();
  await leadwire.close();
}

export default {
  async fetch(request: Request, env: Env, context: Context): Promise<Response> {
    const leadwire = open(env);
    let isAccepted = false;
    const app = createForm({ leadwire, onAccepted: () => (isAccepted = true) });
    const response = await app.fetch(request);
    context.waitUntil(isAccepted ? deliver(leadwire) : leadwire.close());
    return response;
  },
  /** A cron trigger takes up what a worker left behind that was ended in between. */
  async scheduled(_event: unknown, env: Env): Promise<void> {
    await deliver(open(env));
  },
};
