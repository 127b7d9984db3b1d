// `pnpm compare:types FOLDER`: the types of every document of a folder beside those of openapi-typescript.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compareTypes } from './gen/compare-types.ts';
import { readAnySpec } from './gen/read/read-spec.ts';

const [folder, only = ''] = process.argv.slice(2);
if (folder === undefined) {
  console.error('Usage: pnpm compare:types FOLDER [NAME]');
  process.exit(2);
}
const work = mkdtempSync(join(tmpdir(), 'leadwire-compare-types-'));
for (const file of readdirSync(folder).filter((name) => /\.(ya?ml|json)$/.test(name) && name.startsWith(only))) {
  const spec = await readAnySpec(join(folder, file), { skipUnsupported: true });
  const { compared, differences, errors } = await compareTypes(spec, join(work, file));
  console.log(`${file}: ${compared} compared, ${differences.length} differ`);
  for (const { how, what } of differences) console.log(`  ${what} ${how}`);
  for (const error of errors) console.log(`  ${error}`);
}
rmSync(work, { recursive: true, force: true });
