import { expect, test } from 'vitest';
import { type ModelOptions, runModel } from './model.ts';

const model = (more: Partial<ModelOptions> = {}) =>
  runModel({
    seed: 7,
    accounts: [{ name: 'one', perSecond: 5, imports: [{ name: 'large', leads: 10_000, at: 0 }] }],
    workers: 2,
    batchesPerAccount: 2,
    batchSize: 100,
    failureShare: 0,
    refusalsPerHour: 0,
    deathsPerHour: 0,
    takeOverSeconds: 190,
    databaseSecondsPerLead: 0.0005,
    workerSecondsPerLead: 0.0005,
    databaseCores: 2,
    ...more,
  });

test('without failures an import takes its leads divided by the rate', () => {
  const { imports, sent } = model();
  expect(sent).toBe(10_000);
  expect(imports[0]?.tookSeconds).toBeCloseTo(2_000, 0);
});

test('failures, refusals and deaths cost time and no lead, and a seed gives the same run again', () => {
  const troubled = { failureShare: 0.1, refusalsPerHour: 30, deathsPerHour: 20 };
  const once = model(troubled);
  expect(once.sent).toBe(10_000);
  expect(once.imports[0]?.tookSeconds).toBeGreaterThan(2_200);
  expect(once.deaths).toBeGreaterThan(0);
  expect(model(troubled)).toEqual(once);
  expect(model({ ...troubled, seed: 8 })).not.toEqual(once);
});

test('a small import beside a large one begins at once and takes turns with it', () => {
  const imports = [
    { name: 'large', leads: 10_000, at: 0 },
    { name: 'small', leads: 100, at: 500 },
  ];
  const result = model({ accounts: [{ name: 'one', perSecond: 5, imports }] });
  const small = result.imports.find(({ name }) => name === 'small');
  expect(small?.waitedSeconds).toBeLessThan(5);
  expect(small?.tookSeconds).toBeGreaterThan(35);
  expect(small?.tookSeconds).toBeLessThan(45);
});

test('a database that is busy with other accounts holds all of them up', () => {
  const accounts = Array.from({ length: 100 }, (_, place) => ({
    name: `account ${place}`,
    perSecond: 5,
    imports: [{ name: 'large', leads: 100_000, at: 0 }],
  }));
  const { databaseBusy, sent } = model({ accounts, workers: 100, databaseSecondsPerLead: 0.01, until: 600 });
  expect(databaseBusy).toBeCloseTo(1, 1);
  expect(sent / 600).toBeCloseTo(200, -1);
});
