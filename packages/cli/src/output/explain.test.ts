import { PassThrough } from 'node:stream';
import { LeadwireError } from '@leadwire/core';
import { Fault } from '@leadwire/importer/errors';
import { expect, test } from 'vitest';
import { explain } from './explain.ts';

function explained(error: unknown, json = false) {
  const streams = { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() };
  const code = explain(error, { ...streams, env: {}, signal: new AbortController().signal }, { json });
  return { code, stderr: String(streams.stderr.read() ?? ''), stdout: String(streams.stdout.read() ?? '') };
}

test('a fault is told with what to do next', () => {
  expect(explained(new Fault('There is no file a.csv.', { hints: ['Check the name.'] }))).toEqual({
    code: 2,
    stderr: 'leadwire: There is no file a.csv.\n  Check the name.\n',
    stdout: '',
  });
});

test.each([
  ['unauthorized', undefined, 2],
  ['misconfigured', 'ledger-in-use', 2],
  ['misconfigured', 'ledger-full', 3],
  ['quota-exceeded', undefined, 3],
  ['network', undefined, 3],
] as const)('%s %s exits %i', (kind, code, exit) => {
  const error = new LeadwireError(kind, 'It failed', { code, hint: 'Do this.' });
  expect(explained(error)).toMatchObject({ code: exit, stderr: 'leadwire: It failed\n  Do this.\n' });
});

test('with --json it is an object, too', () => {
  const error = new LeadwireError('unauthorized', 'No', { status: 401, provider: 'topcalls' });
  expect(JSON.parse(explained(error, true).stdout)).toEqual({
    ...{ type: 'error', message: 'No', hints: [], kind: 'unauthorized', provider: 'topcalls', status: 401 },
  });
});

test('a mistake of ours shows where it was made', () => {
  expect(explained(new TypeError('x is not a function'))).toMatchObject({
    code: 3,
    stderr: expect.stringContaining('explain.test.ts'),
  });
});

test('what the operating system refuses is a matter of set-up, told in words and without a trace', () => {
  const error = Object.assign(new Error('EACCES'), { code: 'EACCES', syscall: 'open', path: '/root/x.leadwire' });
  expect(explained(error)).toMatchObject({
    code: 2,
    stderr: 'leadwire: /root/x.leadwire: permission denied.\n  Correct that or name another file, and try again.\n',
  });
});

test('what the packages below say of an option is said of the flag, once', () => {
  const issues = [{ path: '', message: 'baseUrl is not a web address' }];
  const error = new LeadwireError('misconfigured', 'topcalls: baseUrl is not a web address', {
    issues,
    hint: 'See baseUrl.',
  });
  expect(explained(error).stderr).toBe('leadwire: topcalls: --base-url is not a web address\n  See --base-url.\n');
});
