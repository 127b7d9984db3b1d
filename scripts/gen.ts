// `pnpm gen`: specs in, generated out.
import { enableCompileCache } from 'node:module';
import { fileURLToPath } from 'node:url';

// Most of a run is the loading of two compilers: what was compiled once is kept, so the rest is loaded after this.
enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/compiled', import.meta.url)));
const { runGen } = await import('./gen/run.ts');

process.exitCode = await runGen(process.argv.slice(2));
