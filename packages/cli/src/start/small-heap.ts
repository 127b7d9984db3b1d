import { setFlagsFromString } from 'node:v8';

const FLAGS = [
  // New objects get 1 MiB, and no more: with 16 MiB twice, an import holds that for good.
  '--semi-space-growth-factor=1',
  // The next collection comes when the heap is by a third larger than after the last.
  '--heap-growing-percent=30',
  // undici reads answers in WebAssembly. Compiling that anew for speed takes 25 MiB at once, which malloc keeps.
  '--no-wasm-dynamic-tiering',
  '--no-wasm-tier-up',
  // Code is compiled for speed once, not twice: each thread that compiles keeps its room, 5 to 20 MiB in all. A row costs a fifth more time.
  '--no-maglev',
];

/**
 * Keeps memory near what is in use: else V8 lets an import grow to 330 MiB on a large machine before it looks for garbage. To be called
 * before anything else is loaded, for what has grown by then does not shrink.
 */
export function keepHeapSmall(): void {
  for (const flag of FLAGS) setFlagsFromString(flag);
}
