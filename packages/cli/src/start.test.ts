import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { muteExperimental, oldNodeNotice } from './start.ts';

test('a warning of something experimental is kept back, and any other is shown', () => {
  const process = new EventEmitter();
  const shown: string[] = [];
  process.on('warning', ({ message }: Error) => shown.push(message));
  muteExperimental(process);
  process.emit(
    'warning',
    Object.assign(new Error('SQLite is an experimental feature'), { name: 'ExperimentalWarning' }),
  );
  process.emit('warning', Object.assign(new Error('too many listeners'), { name: 'MaxListenersExceededWarning' }));
  expect(shown).toEqual(['too many listeners']);
});

test.each(['20.20.2', '22.18.0', '9.99.0'])('Node %s is too old for 22.19, and both versions are said', (running) => {
  const notice = oldNodeNotice(running, '22.19');
  expect(notice).toContain(`This is Node ${running}, and leadwire needs 22.19 or newer.`);
});

test.each(['22.19.0', '22.20.1', '24.0.0'])('Node %s will do for 22.19', (running) => {
  expect(oldNodeNotice(running, '22.19')).toBeUndefined();
});
