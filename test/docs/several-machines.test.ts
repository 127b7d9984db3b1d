import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';

const read = (name: string): string => readFileSync(new URL(`../../packages/docs/${name}`, import.meta.url), 'utf8');

/** The command of the workers, which must be one that `leadwire` has. */
const COMMAND = ['leadwire', 'worker', '--json', '--health-port', '8080'];

test('compose.yaml starts PostgreSQL and two workers that wait for it', () => {
  const { services } = parse(read('several-machines/compose.yaml'), { strict: true });
  expect(Object.keys(services)).toEqual(['postgres', 'worker']);
  expect(services.worker).toMatchObject({
    command: COMMAND,
    deploy: { replicas: 2 },
    depends_on: { postgres: { condition: 'service_healthy' } },
    environment: { DATABASE_URL: expect.stringContaining('@postgres:5432/leadwire') },
  });
});

test('the Kubernetes example runs two workers, asks for their health, and gives them time to stop', () => {
  const documents = parseAllDocuments(read('several-machines/kubernetes.yaml'));
  expect(documents.flatMap(({ errors }) => errors)).toEqual([]);
  const [deployment, budget] = documents.map((document) => document.toJS());
  expect(deployment).toMatchObject({ kind: 'Deployment', spec: { replicas: 2 } });
  const { spec } = deployment.spec.template;
  // The command stops within 20 s and what it cuts then.
  expect(spec.terminationGracePeriodSeconds).toBeGreaterThan(25);
  expect(spec.containers[0]).toMatchObject({ command: COMMAND, readinessProbe: { httpGet: { path: '/health' } } });
  expect(budget.spec.selector.matchLabels).toEqual(deployment.spec.template.metadata.labels);
});

test('the times on the scale page follow from its rates', () => {
  const rows = [...read('several-machines/index.md').matchAll(/\| ([\d,]+) \| ([\d.]+) h(?: per token)? \|/g)];
  expect(rows.length).toBe(4);
  for (const [, perHour = '', hours] of rows)
    expect((1_000_000 / Number(perHour.replaceAll(',', ''))).toFixed(1)).toBe(hours);
});
