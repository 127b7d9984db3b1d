/**
 * How long a create takes in the simulator itself, and how much memory a million leads hold.
 * node --expose-gc --conditions=leadwire-source packages/simulators/bench/create.ts [leads]
 */
import { createSimulators } from '../src/index.ts';

const LEADS = Number(process.argv[2] ?? 1_000_000);
const LIST = 'd2a4b1f6-3d0a-4a57-8b1e-0c7f5f3b9a42';
const headers = { 'content-type': 'application/json', authorization: 'Bearer tc_live_1', 'x-account-id': '2311' };

const CREATES: Readonly<Record<string, (index: number, phone: string, email: string) => object>> = {
  'https://api.topcalls.ai/v1/leads': (index, phone_number, email) => ({
    name: `Lead ${index}`,
    phone_number,
    list_id: LIST,
    email,
  }),
  'https://next.telecrm.in/autoupdate/v2/enterprise/ent_1/lead': (index, phone, email) => ({
    fields: { name: `Lead ${index}`, phone, email },
  }),
  'https://app.autocalls.ai/api/user/lead': (index, phone_number) => ({
    phone_number,
    campaign_id: 1,
    allow_dupplicate: false,
    variables: { customer_name: `Lead ${index}` },
  }),
  'https://api.pulsecrm.com/leads?skipTeamAndSourceRequirement=true': (index, phone, email) => ({
    firstName: 'Lead',
    lastName: `${index}`,
    phone,
    email,
  }),
};

function heapMib(): number {
  globalThis.gc?.();
  return Math.round(process.memoryUsage().heapUsed / 2 ** 20);
}

for (const [url, bodyOf] of Object.entries(CREATES)) {
  const simulators = createSimulators({ now: Date.UTC(2026, 0, 15) });
  const before = heapMib();
  const start = performance.now();
  for (let index = 0; index < LEADS; index += 1) {
    const body = JSON.stringify(bodyOf(index, `+1${4_155_000_000 + index}`, `lead${index}@example.com`));
    const { status } = await simulators.fetch(url, { method: 'POST', headers, body });
    if (status > 201) throw new Error(`${url} responded with ${status}`);
  }
  const each = ((performance.now() - start) * 1_000) / LEADS;
  console.log(
    `${url}: ${each.toFixed(1)} µs a create; ${LEADS} leads with their record hold ${heapMib() - before} MiB`,
  );
  await simulators.close();
}
