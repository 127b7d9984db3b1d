import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { muteExperimental } from './experimental.ts';

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
