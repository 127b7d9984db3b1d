import { expect, test } from 'vitest';
import { oldNodeNotice } from './node-version.ts';

test.each(['20.20.2', '22.18.0', '9.99.0'])('Node %s is too old for >=22.19, and both versions are said', (running) => {
  const notice = oldNodeNotice(running, '>=22.19');
  expect(notice).toContain(`This is Node ${running}, and leadwire needs 22.19 or newer.`);
});

test.each(['22.19.0', '22.20.1', '24.0.0'])('Node %s will do for >=22.19', (running) => {
  expect(oldNodeNotice(running, '>=22.19')).toBeUndefined();
});
