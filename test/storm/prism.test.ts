import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSimulators, type SimulatorServer, type Simulators } from '@leadwire/simulators';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import {
  type AnyClient,
  callOperation,
  everyOperation,
  type OperationUnderTest,
  PROVIDERS,
  type ProviderUnderTest,
} from '../effects/every-operation.ts';
import { type PrismServer, startPrism } from './prism-server.ts';
import { inTurn, PREPARE, type Prepared, prepareFirstOf, withPrepared } from './simulated-operations.ts';

const operationsOf = (provider: ProviderUnderTest) =>
  everyOperation()
    .filter((operation) => operation.provider.name === provider.name)
    .sort(inTurn)
    .map((operation) => ({ id: operation.meta.id, operation }));

/** Only telecrm has a second address, that of its queue. */
function clientOf(provider: ProviderUnderTest, prism: PrismServer, queue = prism): Promise<AnyClient> {
  const queueAddress = provider.name === 'telecrm' && { asyncBaseUrl: queue.url };
  return provider.create({ baseUrl: prism.url, fetch: prism.fetch, limits: false, retry: false, ...queueAddress });
}

/** Calls an operation, and says what its client and Prism make of it. */
async function judged(prism: PrismServer, client: AnyClient, operation: OperationUnderTest, body: unknown) {
  const result = await callOperation(client, operation, body);
  return {
    failure: result.ok ? undefined : `${result.error.message} (${result.error.providerMessage})`,
    drift: result.meta.drift,
    violations: prism.takeViolations(),
  };
}

const FAULTLESS = { failure: undefined, drift: [], violations: [] };

// A mock responds with the person of its example, whoever was sent: that drift alone is not a fault here.
describe.each(PROVIDERS)('$name against Prism', (provider) => {
  describe.each([
    { answers: 'the examples of the spec', isDynamic: false },
    { answers: 'values made up from its schemas', isDynamic: true },
  ])('that responds with $answers', ({ isDynamic }) => {
    let prism: PrismServer;
    let client: AnyClient;
    beforeAll(async () => {
      prism = await startPrism({ provider: provider.name, isDynamic });
      client = await clientOf(provider, prism);
    });
    afterAll(() => prism.close());

    test.each(operationsOf(provider))(
      '$id sends what the spec takes and reads every response without drift',
      async ({ operation }) => {
        const { bodies } = operation.examples;
        for (const body of bodies.length > 0 ? bodies : [undefined]) {
          const { drift, ...rest } = await judged(prism, client, operation, body);
          expect({ ...rest, drift: drift.filter(({ got }) => got !== 'another phone') }).toEqual(FAULTLESS);
        }
      },
    );
  });

  describe('that stands between it and its simulator', () => {
    let simulators: Simulators;
    let server: SimulatorServer;
    let prism: PrismServer;
    let asyncPrism: PrismServer;
    let client: AnyClient;
    let prepared: Prepared;
    beforeAll(async () => {
      simulators = createSimulators({ seed: 3 });
      server = await simulators.listen(0);
      const { name } = provider;
      prism = await startPrism({ provider: name, upstream: server.urls[name as keyof typeof server.urls] });
      asyncPrism = await startPrism({ provider: name, upstream: server.urls.telecrmAsync });
      client = await clientOf(provider, prism, asyncPrism);
      const operations = new Map(operationsOf(provider).map(({ id, operation }) => [id, operation]));
      const prepare = PREPARE[name] ?? prepareFirstOf([...operations.values()]);
      prepared = await prepare(simulators, async (id, body) => {
        const result = await callOperation(client, operations.get(id) as OperationUnderTest, body);
        if (!result.ok) throw result.error;
        return result.value;
      });
      prism.takeViolations();
    });
    afterAll(async () => {
      await prism.close();
      await asyncPrism.close();
      await server.close();
      await simulators.close();
    });

    test.each(operationsOf(provider))('$id breaks the spec in neither direction', async ({ operation }) => {
      const ready = withPrepared(operation, prepared);
      expect(await judged(prism, client, ready, ready.examples.bodies[0])).toEqual(FAULTLESS);
      expect(simulators.requests.at(-1)).toMatchObject({ operationId: operation.meta.id });
    });
  });
});

describe('Prism as a judge', () => {
  const prismBefore = async (answer: object) => {
    const server = createServer((_, response) =>
      response.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify(answer)),
    );
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const upstream = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const prism = await startPrism({ provider: 'telecrm', upstream });
    onTestFinished(async () => {
      await prism.close();
      await new Promise((resolve) => server.close(resolve));
    });
    return prism;
  };
  const post = (prism: PrismServer, body: object) =>
    prism.fetch(`${prism.url}/enterprise/e1/team-members`, {
      method: 'POST',
      headers: { authorization: 'Bearer token', 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const MEMBER = { name: 'Ravi Example', email: 'ravi@example.com', phone_number: '919876543210', role: 'CALLER' };

  test('objects to a request that the spec does not take', async () => {
    const prism = await prismBefore({ ...MEMBER, status: 'INVITED' });
    await post(prism, { ...MEMBER, name: 17 });
    expect(prism.takeViolations()).toMatchObject([{ location: ['request', 'body', 'name'] }]);
  });

  test('objects to a response that the spec does not describe', async () => {
    const prism = await prismBefore({ ...MEMBER, name: 17, status: 'INVITED' });
    await post(prism, MEMBER);
    expect(prism.takeViolations()).toMatchObject([{ location: ['response', 'body', 'name'] }]);
  });
});
