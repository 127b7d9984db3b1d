import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { CompilerState, Extractor, ExtractorConfig, ExtractorLogLevel } from '@microsoft/api-extractor';
import type { ApiEntry } from './entries.ts';

const compilerOptions = {
  lib: ['es2023', 'dom', 'dom.iterable'],
  module: 'nodenext',
  moduleResolution: 'nodenext',
  skipLibCheck: true,
  strict: true,
  target: 'es2023',
  types: ['node'],
};

/** What differs is printed once, by the command. */
const silence = (message: { handled: boolean }): void => {
  message.handled = true;
};

const SILENT = { default: { logLevel: ExtractorLogLevel.None } };

function configOf(entry: ApiEntry, temporary: string): ExtractorConfig {
  return ExtractorConfig.prepare({
    configObject: {
      projectFolder: entry.folder,
      mainEntryPointFilePath: entry.declarations,
      apiReport: {
        enabled: true,
        reportFileName: entry.report,
        reportFolder: join(entry.folder, 'etc'),
        reportTempFolder: temporary,
        includeForgottenExports: true,
      },
      compiler: { overrideTsconfig: { compilerOptions, files: [entry.declarations] } },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      newlineKind: 'lf',
      messages: { compilerMessageReporting: SILENT, extractorMessageReporting: SILENT, tsdocMessageReporting: SILENT },
    },
    configObjectFullPath: undefined,
    packageJsonFullPath: join(entry.folder, 'package.json'),
  });
}

/**
 * Compares the API reports of one package with the committed ones, or writes them.
 *
 * @returns the entries whose report differs
 */
export function extractReports(entries: readonly ApiEntry[], temporary: string, write: boolean): ApiEntry[] {
  const configs = entries.map((entry) => ({ entry, config: configOf(entry, temporary) }));
  const [first] = configs;
  if (first === undefined) return [];
  const additionalEntryPoints = entries.map(({ declarations }) => declarations);
  const compilerState = CompilerState.create(first.config, { additionalEntryPoints });
  const changed = configs.filter(({ config }) => {
    if (write) mkdirSync(config.reportFolder, { recursive: true });
    return Extractor.invoke(config, { compilerState, localBuild: write, messageCallback: silence }).apiReportChanged;
  });
  return changed.map(({ entry }) => entry);
}
