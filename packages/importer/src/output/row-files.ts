import type { OpenedFile } from '@leadwire/files';
import { RejectedFile } from './rejected-file.ts';
import { Report } from './report.ts';

/** Flags that name files for the outcomes of rows. */
export interface RowFileFlags {
  readonly report?: string | undefined;
  readonly rejected?: string | undefined;
}

export interface RowFiles {
  readonly report: Report | undefined;
  readonly rejectedFile: RejectedFile | undefined;
  /** Writes what is held back; returns what it failed with. */
  close(): Promise<unknown>;
}

/** Opens the report and the file of rejected rows, where they are wanted. */
export async function openRowFiles(flags: RowFileFlags, file: OpenedFile, input: string): Promise<RowFiles> {
  const options = { columns: file.header, delimiter: file.delimiter, input };
  const report = flags.report === undefined ? undefined : await Report.open(flags.report, options);
  const rejectedFile =
    flags.rejected === undefined ? undefined : await RejectedFile.open(flags.rejected, { ...file, input });
  return {
    report,
    rejectedFile,
    async close() {
      const closed = await Promise.allSettled([report?.close(), rejectedFile?.close()]);
      return closed.find((each) => each.status === 'rejected')?.reason as unknown;
    },
  };
}
