/** Every provider with a simulator. A new provider is one line here. */
export { autocalls } from './autocalls/provider.ts';
export { hubspot } from './hubspot/provider.ts';
export { pulsecrm } from './pulsecrm/provider.ts';
export { telecrm } from './telecrm/provider.ts';
export { topcalls } from './topcalls/provider.ts';
