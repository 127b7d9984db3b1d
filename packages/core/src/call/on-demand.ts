// What few programs need: further pages, `raw`, idempotency keys. Loaded together with the first use of any of them: pieces that are loaded
// apart take more bytes in every bundle, for what they share with it, than they save.

export { claimKey } from './idempotency/claim-key.ts';
export { items, pages } from './lists/paginate.ts';
export { createRawFetch } from './raw.ts';
