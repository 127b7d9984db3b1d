import { HEADER, rowOf } from '../../bench-gen/table.ts';
import { fillTemplate } from '../../template.ts';
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

const TEMPLATE = new URL('page.md.mustache', import.meta.url);

/** The page of the documentation, of what was measured and nothing else. */
export function benchmarksPage(results: Partial<BenchResults>): string {
  const { generators = [], machine, peers = [] } = results;
  const goals = figuresOf(results).map(({ goal, leadwire, peers: others, what }) => [what, goal, leadwire, others]);
  return fillTemplate(TEMPLATE, {
    machine: machine && { ...machine, running: machine.load.toFixed(1) },
    goals: table(['what', 'goal', 'leadwire', 'beside it'], goals),
    peers: table(PEER_HEAD, peerRows(peers)),
    generators: [HEADER, ...generators.map(rowOf)].join('\n'),
  });
}
