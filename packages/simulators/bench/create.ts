/**
 * How long a create takes in the simulator itself, over a socket, and how much memory a million leads hold.
 * node --expose-gc --conditions=leadwire-source packages/simulators/bench/create.ts
 */
import { Agent, request } from 'node:http';
import { createSimulators, type Simulators } from '../src/index.ts';

const LIST = 'd2a4b1f6-3d0a-4a57-8b1e-0c7f5f3b9a42';
const phoneOf = (index: number) => `${4_155_000_000 + index}`;

interface Subject {
  readonly name: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  body(index: number): unknown;
}

const json = { 'content-type': 'application/json', authorization: 'Bearer tc_live_1' };

const SUBJECTS: readonly Subject[] = [
  {
    name: 'topcalls',
    url: 'https://api.topcalls.ai/v1/leads',
    headers: json,
    body: (index) => ({
      name: `Lead ${index}`,
      phone_number: `+1${phoneOf(index)}`,
      list_id: LIST,
      email: `lead${index}@example.com`,
    }),
  },
  {
    name: 'telecrm',
    url: 'https://next.telecrm.in/autoupdate/v2/enterprise/ent_1/lead',
    headers: json,
    body: (index) => ({
      fields: { name: `Lead ${index}`, phone: `1${phoneOf(index)}`, email: `lead${index}@example.com` },
    }),
  },
  {
    name: 'autocalls',
    url: 'https://app.autocalls.ai/api/user/lead',
    headers: json,
    body: (index) => ({
      phone_number: `+1${phoneOf(index)}`,
      campaign_id: 1,
      allow_dupplicate: false,
      variables: { customer_name: `Lead ${index}` },
    }),
  },
  {
    name: 'pulsecrm',
    url: 'https://api.pulsecrm.com/leads?skipTeamAndSourceRequirement=true',
    headers: { ...json, 'x-account-id': '2311' },
    body: (index) => ({
      firstName: 'Lead',
      lastName: `${index}`,
      phone: `+1${phoneOf(index)}`,
      email: `lead${index}@example.com`,
    }),
  },
];

const heapMb = () => {
  globalThis.gc?.();
  return Math.round(process.memoryUsage().heapUsed / 2 ** 20);
};

async function inProcess(simulators: Simulators, subject: Subject, from: number, count: number): Promise<number> {
  const start = process.hrtime.bigint();
  for (let index = from; index < from + count; index += 1) {
    const init = { method: 'POST', headers: subject.headers, body: JSON.stringify(subject.body(index)) };
    const { status } = await simulators.fetch(subject.url, init);
    if (status > 201) throw new Error(`${subject.name} answered ${status}`);
  }
  return Number(process.hrtime.bigint() - start) / 1_000 / count;
}

async function overSockets(simulators: Simulators, count: number): Promise<number> {
  const server = await simulators.listen();
  const agent = new Agent({ keepAlive: true, maxSockets: 32 });
  const subject = SUBJECTS[0] as Subject;
  const send = (index: number) =>
    new Promise<void>((resolve, reject) => {
      const sent = request(
        `${server.urls.topcalls}/v1/leads`,
        { agent, method: 'POST', headers: subject.headers },
        (response) => {
          response.resume();
          response.on('end', resolve);
        },
      );
      sent.on('error', reject);
      sent.end(JSON.stringify(subject.body(index)));
    });
  let next = 0;
  const start = process.hrtime.bigint();
  await Promise.all(
    Array.from({ length: 32 }, async () => {
      while (next < count) {
        next += 1;
        await send(next);
      }
    }),
  );
  const each = Number(process.hrtime.bigint() - start) / 1_000 / count;
  agent.destroy();
  await server.close();
  return each;
}

const million = Number(process.argv[2] ?? 1_000_000);
const only = process.argv[3];

for (const subject of SUBJECTS.filter(({ name }) => only === undefined || name === only)) {
  const simulators = createSimulators({ now: Date.UTC(2026, 0, 15) });
  const before = heapMb();
  await inProcess(simulators, subject, 0, 10_000);
  const each = await inProcess(simulators, subject, 10_000, 50_000);
  console.log(`${subject.name}: a create takes ${each.toFixed(1)} µs in process, Request and Response included`);
  if (million > 60_000) {
    await inProcess(simulators, subject, 60_000, million - 60_000);
    console.log(`${subject.name}: ${million} leads, their record and their effects hold ${heapMb() - before} MiB`);
  }
  await simulators.close();
}
console.log(
  `topcalls: ${(await overSockets(createSimulators(), 50_000)).toFixed(1)} µs a create over 32 sockets, client included`,
);
