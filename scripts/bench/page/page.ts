import { HEADER, rowOf } from '../../bench-gen/table.ts';
import { figuresOf } from './figures.ts';
import type { BenchResults, PeerResult } from './measured.ts';

type Row = readonly string[];

const table = (head: Row, rows: readonly Row[]): string =>
  [head, head.map((_, column) => (column === 0 ? '---' : '---:')), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');

const number = (value: number | undefined, digits = 0): string =>
  value === undefined
    ? '–'
    : value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });

/** Each client beside the bare fetch of its own run, which is the first. */
function peerRows(peers: readonly PeerResult[]): Row[] {
  const [bare] = peers;
  if (bare === undefined) return [];
  return peers.map((peer) => [
    peer.name,
    number(peer.cpuUs / bare.cpuUs, 1),
    number(peer.bytes),
    number(peer.bytes / bare.bytes, 1),
    number(peer.perSecondAt50 / bare.perSecondAt50, 2),
    number(peer.msOneAtATime / bare.msOneAtATime, 2),
    number(peer.bundleKiB, 1),
    number(peer.coldImportMs),
    number(peer.instantiations),
  ]);
}

const PEER_HEAD = [
  'client',
  'CPU, × bare fetch',
  'bytes',
  'bytes, × bare fetch',
  'requests/s at 50, × bare fetch',
  'time of one, × bare fetch',
  'bundle, KiB',
  'cold import, ms',
  'instantiations',
];

/** The page of the documentation, of what was measured and nothing else. */
export function benchmarksPage(results: Partial<BenchResults>): string {
  const { generators = [], machine, peers = [] } = results;
  const goals = figuresOf(results).map(({ goal, leadwire, peers: others, what }) => [what, goal, leadwire, others]);
  const where =
    machine === undefined
      ? ''
      : `${machine.cores} processors, Node ${machine.node}; ${machine.load.toFixed(1)} processes were running when the last of these commands ended.\n`;
  return `---
description: What a call, a bundle, a row and a lead of the queue cost, each beside its goal and other clients.
---
# Benchmarks

<!-- Written by pnpm bench, bench:peers, bench:queue and bench:gen, each its own rows. -->

${where}On a busy machine trust bytes, sizes and counts, and of the times the order. There is no gate on time.

## Goals

${table(['what', 'goal', 'leadwire', 'beside it'], goals)}

What the queue costs at scale is on its [own page](/several-machines/figures).

## Other clients

One create by each client in one interleaved run, medians. Processor and bytes: over a fetch in memory whose responses are made before the clock starts.
Requests a second and the time of one at a time: over loopback. Bundle: one call for the browser, minified, gzip. Each client calls
the operation of its own vendor that is nearest to a create.

${table(PEER_HEAD, peerRows(peers))}

leadwire checks a phone number, validates the body and the response, counts a rate limit and a retry budget and reports events in that call; the others send and read it.

## Generators

Public OpenAPI documents, as their vendors publish them, through \`pnpm gen\` and four other generators: whether it generates, whether the TypeScript
compiler takes the result under \`strict\`, and on how many of the document's own examples the schemas agree with ajv. One tool at a time; "stopped" took
more than 120 seconds of processor. Compare the CPU seconds: the wall-clock ones are of a busy machine.

${[HEADER, ...generators.map(rowOf)].join('\n')}
`;
}
