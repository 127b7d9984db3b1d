import { expect, test } from 'vitest';
import { setVariable } from './fault.ts';

test('a hint sets a variable as PowerShell does on Windows, and as a POSIX shell does elsewhere', () => {
  expect(setVariable('TOPCALLS_API_KEY', 'any', 'win32')).toBe("$env:TOPCALLS_API_KEY = 'any'");
  expect(setVariable('TOPCALLS_API_KEY', 'any', 'linux')).toBe('export TOPCALLS_API_KEY=any');
});
