// `pnpm new-provider NAME --spec FILE`: a provider package, its simulator and its line in the registry, from a spec.
import { runNewProvider } from './new-provider/run.ts';

process.exitCode = await runNewProvider(process.argv.slice(2));
