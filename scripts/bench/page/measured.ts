import type { GeneratorResult } from '../../bench-gen/table.ts';
import type { CallPath } from '../call-path.ts';
import type { FileBench } from '../files.ts';
import type { Measured } from '../interleave.ts';
import type { PhoneBench } from '../phone.ts';

/** What one client costs. What was not measured of it is missing: a generated client has no cold import. */
export interface PeerResult {
  readonly name: string;
  readonly cpuUs: number;
  readonly bytes: number;
  readonly perSecondAt50: number;
  readonly msOneAtATime: number;
  /** Of one call in a bundle for the browser, after gzip. */
  readonly bundleKiB?: number;
  /** With everything that could be loaded later. */
  readonly oneFileKiB?: number;
  /** Over an empty script. */
  readonly coldImportMs?: number;
  /** For twenty typed calls. */
  readonly instantiations?: number;
}

export interface Generation {
  readonly name: string;
  readonly seconds: number;
}

export interface QueueCost {
  readonly enqueueMs: number;
  readonly workMs: number;
  /** How many times the leads of one worker two of them send. */
  readonly twoWorkers: number;
}

/** Each command keeps its own part: `pnpm bench`, `bench:peers` and `bench:queue`. */
export interface BenchResults {
  readonly machine: { readonly cores: number; readonly node: string; readonly load: number };
  readonly peers: readonly PeerResult[];
  readonly generation: readonly Generation[];
  /** By `pnpm bench:gen`: public documents by several generators. */
  readonly generators: readonly GeneratorResult[];
  readonly calls: readonly Pick<Measured, 'name' | 'wallUs' | 'bytes'>[];
  readonly paths: readonly CallPath[];
  readonly phones: PhoneBench;
  readonly files: readonly FileBench[];
  readonly queue: QueueCost;
}
