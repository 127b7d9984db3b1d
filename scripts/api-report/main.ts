import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { readWriteFlag } from '../write-flag.ts';
import { apiEntries } from './entries.ts';
import { extractReports } from './extract.ts';

// `pnpm api`: the exported names and types of every entry point, beside the reports in `packages/*/etc`. Exits 1 where they differ;
// `--write` writes them, and the difference is seen in review.

const workspace = join(import.meta.dirname, '..', '..');
const write = readWriteFlag('pnpm api');
const temporary = mkdtempSync(join(tmpdir(), 'leadwire-api-'));
try {
  const packages = Map.groupBy(apiEntries(workspace), ({ folder }) => folder);
  const changed = [...packages.values()].flatMap((entries) => extractReports(entries, temporary, write));
  for (const { folder, report } of changed) {
    const file = relative(workspace, join(folder, 'etc', report));
    console.error(write ? `wrote ${file}` : `${file} is out of date: run pnpm api --write, and review the difference`);
  }
  if (!write && changed.length > 0) process.exitCode = 1;
} finally {
  rmSync(temporary, { recursive: true, force: true });
}
