import { expect, test } from 'vitest';
import { runCommand } from './testing.ts';

test('the help fits a screen of 80 columns and 40 lines', async () => {
  const lines = (await runCommand(['--help'])).stdout.trimEnd().split('\n');
  expect(lines.length).toBeLessThan(40);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
});

test('the help of what sends names the variables of the credentials', async () => {
  for (const command of ['import', 'send']) {
    const { stdout } = await runCommand(['help', command]);
    expect(stdout).toContain('telecrm        TELECRM_ENTERPRISE_ID, TELECRM_SYNC_TOKEN\n');
  }
});

test('a command alone is shown what there is, and exits 2', async () => {
  expect(await runCommand([])).toMatchObject({ code: 2, stderr: expect.stringContaining('Usage: leadwire') });
});

test.each([
  [['imprt', 'x.csv'], "unknown command 'imprt'.", 'Did you mean import?'],
  [['import', 'x.csv', '--concurency', '3'], "unknown option '--concurency'.", 'Did you mean --concurrency?'],
  [['import', 'x.csv', '--too', 'telecrm'], "unknown option '--too'.", 'Did you mean --to?'],
  [
    ['import', 'x.csv', '--rate', 'abc'],
    "option '--rate <number>' argument 'abc' is invalid",
    'leadwire import --help',
  ],
  [['check', 'x.csv', '--delimiter', '"'], "option '--delimiter <character>' argument '\"' is invalid", ''],
  [['check', 'x.csv', '--list-id', '3c90c3cc-0d44-4b50-8888-8dd25736052a'], '--list-id has no effect without --to', ''],
  [['check'], "missing required argument 'file'.", 'leadwire check --help'],
  [['simulate', '--fault-rate', '2'], "option '--fault-rate <share>' argument '2' is invalid", ''],
  [['simulate', '--faults', '418'], "--faults is not valid: There is no fault '418'", 'topcalls leads.create'],
] as const)('%j exits 2, in words and as JSON', async (argv, message, hint) => {
  const { code, stderr, stdout } = await runCommand(argv);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain(`leadwire: ${message}`);
  expect(stderr).toContain(hint);
  const { json } = await runCommand([...argv, '--json']);
  expect(json).toEqual([{ type: 'error', message: expect.stringContaining(message), hints: expect.any(Array) }]);
});

const COMMANDS = [
  'check',
  'import',
  'status',
  'parked',
  'resolve',
  'undo',
  'doctor',
  'forget',
  'send',
  'simulate',
  'enqueue',
  'worker',
  'ui',
];

test.each(COMMANDS)('the help of %s has examples, whose options it knows', async (command) => {
  const { stdout } = await runCommand([command, '--help']);
  const [help = '', examples = ''] = stdout.split('\nExamples:\n');
  const lines = examples.split('\n').filter((line) => line.startsWith('  leadwire '));
  expect(lines).not.toEqual([]);
  for (const line of lines) {
    expect(line).toMatch(new RegExp(`^  leadwire ${command}( |$)`));
    for (const [option] of line.matchAll(/--[a-z-]+/g)) expect(help).toMatch(new RegExp(`${option}[ ,]`));
  }
});
