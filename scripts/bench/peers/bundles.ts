import { spawnSync } from 'node:child_process';
import { type Bundle, measureBundle, OWN_CALL } from '../../size/measure.ts';
import { inTurn, median } from '../interleave.ts';

/** One call of each client, as a page would make it. */
const PROGRAMS: Readonly<Record<string, string>> = {
  'bare fetch': `console.log(await (await fetch('https://api.example/v1/leads', { method: 'POST', body: '{}' })).json());`,
  orval: `import { leadsCreate } from './dist/orval.ts'; console.log(await leadsCreate({}));`,
  'openapi-fetch': `import create from 'openapi-fetch'; console.log(await create({ baseUrl: 'https://api.example' }).POST('/v1/leads', { body: {} }));`,
  'hey-api': `import { leadsCreate } from './dist/hey-api/sdk.gen.ts'; console.log(await leadsCreate({ body: {} }));`,
  ky: `import ky from 'ky'; console.log(await ky.post('https://api.example/v1/leads', { json: {} }).json());`,
  resend: `import { Resend } from 'resend'; console.log(await new Resend('re_1').emails.send({}));`,
  stripe: `import Stripe from 'stripe'; console.log(await new Stripe('sk_test_1').customers.create({}));`,
  'openai (Stainless)': `import OpenAI from 'openai'; console.log(await new OpenAI({ apiKey: 'x' }).chat.completions.create({}));`,
  'mistral (Speakeasy)': `import { Mistral } from '@mistralai/mistralai'; console.log(await new Mistral({ apiKey: 'x' }).chat.complete({}));`,
  'cohere (Fern)': `import { CohereClientV2 } from 'cohere-ai'; console.log(await new CohereClientV2({ token: 'x' }).chat({}));`,
  leadwire: OWN_CALL,
};

/** What one call of each client weighs; a client that cannot be bundled for a browser is left out. */
export async function peerBundles(folder: string): Promise<Record<string, Bundle>> {
  const found: Record<string, Bundle> = {};
  for (const [name, program] of Object.entries(PROGRAMS)) {
    const bundle = await measureBundle(program, folder).catch(() => undefined);
    if (bundle !== undefined) found[name] = bundle;
  }
  return found;
}

/** The packages as they are installed, by the name of their client. */
const PACKAGES: Readonly<Record<string, string>> = {
  'openapi-fetch': 'openapi-fetch',
  ky: 'ky',
  resend: 'resend',
  stripe: 'stripe',
  'openai (Stainless)': 'openai',
  'mistral (Speakeasy)': '@mistralai/mistralai',
  'cohere (Fern)': 'cohere-ai',
  leadwire: '@leadwire/topcalls',
};

/** Milliseconds of a process that imports a client and ends, over one that imports nothing; each in turn. */
export async function coldImports(folder: string, rounds: number): Promise<Record<string, number>> {
  const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env; // reading certificates would be most of a start
  const run = (source: string): number => {
    const startedAt = performance.now();
    const { status } = spawnSync(process.execPath, ['--input-type=module', '-e', source], { cwd: folder, env });
    if (status !== 0) throw new Error(`${source} ended with exit code ${status}`);
    return performance.now() - startedAt;
  };
  const read = (specifier: string): number => run(`import ${JSON.stringify(specifier)};`) - run('');
  const seen = await inTurn(PACKAGES, { rounds }, read);
  return Object.fromEntries([...seen].map(([name, each]) => [name, median(each)]));
}
