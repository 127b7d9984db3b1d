// Run by main.ts in a process for this alone: prints what each client takes, in one interleaved run, as JSON.
import { createServer } from 'node:http';
import { interleave } from '../interleave.ts';

let respond;
// Before any client is imported, for some keep the fetch that they find.
globalThis.fetch = (input, init) => respond(input, init);
const { ANSWER, createClients } = await import('./dist/clients.mjs');
const TEXT = JSON.stringify(ANSWER);

let responses = [];
const prepare = (runs) => {
  responses = Array.from(
    { length: runs },
    () => new Response(TEXT, { status: 200, headers: { 'content-type': 'application/json' } }),
  );
};
respond = async () => responses.pop();
const fetch = globalThis.fetch;
const rounds = Number(process.env.LEADWIRE_BENCH_ROUNDS ?? 15);
const inMemory = await interleave(createClients({ baseUrl: 'https://api.example', fetch }), {
  prepare,
  rounds,
  runs: 200,
  warmUp: 8,
});
console.log(JSON.stringify(inMemory));
