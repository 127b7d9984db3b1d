import { serve } from '@hono/node-server';
import { createTopcalls } from '@leadwire/topcalls';
import { createLeadwire } from 'leadwire';
import { fileLedger } from 'leadwire/file-ledger';
import { createForm } from './app.ts';

// On Node: a ledger on disk, and one loop that delivers what was accepted, now or before a restart.

const { LEDGER = 'form.ledger', PORT = '8080', TOPCALLS_BASE_URL, TOPCALLS_LIST_ID = '' } = process.env;
const topcalls = createTopcalls({ baseUrl: TOPCALLS_BASE_URL, defaultCountry: 'US' });
const dialler = topcalls.target({ listId: TOPCALLS_LIST_ID });
const leadwire = createLeadwire({ targets: { dialler }, ledger: fileLedger(LEDGER) });

const stop = new AbortController();
let wake = (): void => undefined;
const app = createForm({ leadwire, onAccepted: () => wake() });
const server = serve({ fetch: app.fetch, port: Number(PORT) }, ({ port }) => console.log(`listens on ${port}`));

async function deliverForEver(): Promise<void> {
  while (!stop.signal.aborted) {
    const woken = new Promise<void>((resolve) => {
      wake = resolve;
      setTimeout(resolve, 10_000);
      stop.signal.addEventListener('abort', () => resolve());
    });
    await leadwire.deliver({ signal: stop.signal }).catch((error: unknown) => console.error(error));
    await woken;
  }
}

process.once('SIGTERM', () => stop.abort());
await deliverForEver();
server.close();
await leadwire.close();
process.exit(0);
