import { setupServer } from 'msw/node';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { onForm } from '../testing/lead-form.ts';
import { createSimulators } from './index.ts';

const simulators = createSimulators({ seed: 7 });
const msw = setupServer(...simulators.handlers);
beforeAll(() => msw.listen({ onUnhandledFrame: 'error' }));
afterEach(() => simulators.reset());
afterAll(() => msw.close());
test.each(['ok', '429', '503', 'cut-before', 'cut-after-commit'])('makes one lead despite: %s', async (step) => {
  simulators.script('topcalls', 'leads.create', step);
  const form = { method: 'POST', body: '{"name":"Jane Doe","phone":"+14155552671"}' };
  const response = await onForm(new Request('https://my.example/form', form));
  expect([response.status, simulators.effects.map(({ kind }) => kind)]).toEqual([204, ['created']]);
});
