// Run by main.ts in a process for this alone: prints what each client takes, in interleaved runs, as JSON.
import { createServer } from 'node:http';
import { inTurn, interleave, median } from '../interleave.ts';

const platform = globalThis.fetch;
// orval writes the address into its code.
let respond = (input, init) =>
  platform(typeof input === 'string' ? input.replace('https://api.example', baseUrl) : input, init);
// Before any client is imported, for some keep the fetch that they find.
globalThis.fetch = (input, init) => respond(input, init);
const server = createServer((request, response) => {
  request.resume().on('end', () => response.writeHead(200, HEADERS).end(TEXT));
});
// A connection rests while the other clients have their turn.
server.keepAliveTimeout = 600_000;
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const baseUrl = `http://127.0.0.1:${server.address().port}`;
process.env.RESEND_BASE_URL = baseUrl;
const { ANSWER, createClients } = await import('./dist/clients.mjs');
const TEXT = JSON.stringify(ANSWER);
const HEADERS = { 'content-type': 'application/json', 'content-length': TEXT.length };

const fetch = globalThis.fetch;
const clients = createClients({ baseUrl, fetch });
const rounds = Number(process.env.LEADWIRE_BENCH_ROUNDS ?? 15);
const perSecond = async (create, requests, atOnce) => {
  let next = 0;
  const startedAt = performance.now();
  const worker = async () => {
    while (next < requests) await create(next++);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return (requests / (performance.now() - startedAt)) * 1_000;
};
const readings = await inTurn(clients, { rounds: Math.ceil(rounds / 2), warmUp: 1 }, async (create) => ({
  at50: await perSecond(create, 1_000, 50),
  alone: 1_000 / (await perSecond(create, 150, 1)),
}));
const loopback = [...readings].map(([name, each]) => ({
  name,
  perSecondAt50: median(each.map(({ at50 }) => at50)),
  msOneAtATime: median(each.map(({ alone }) => alone)),
}));
server.closeAllConnections();
server.close();

let responses = [];
const prepare = (runs) => {
  responses = Array.from({ length: runs }, () => new Response(TEXT, { status: 200, headers: HEADERS }));
};
respond = async () => responses.pop();
const inMemory = await interleave(clients, { prepare, rounds, runs: 200, warmUp: Math.min(8, rounds) });
console.log(JSON.stringify({ inMemory, loopback }));
