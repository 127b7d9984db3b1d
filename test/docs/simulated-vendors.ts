import { createSimulators } from '@leadwire/simulators';

// Loaded before a program of a page: the vendors' addresses are answered by simulators, this machine by itself.

const simulators = createSimulators({ seed: 1 });
const { fetch } = globalThis;
globalThis.fetch = (input, init) => {
  const { hostname } = new URL(input instanceof Request ? input.url : input);
  return hostname === '127.0.0.1' ? fetch(input, init) : simulators.fetch(input, init);
};
