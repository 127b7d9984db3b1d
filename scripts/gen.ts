// `pnpm gen`: specs in, generated out.
import { runGen } from './gen/run.ts';

process.exitCode = await runGen(process.argv.slice(2));
