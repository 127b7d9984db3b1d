import { Screen, type Span } from './screen.ts';

/** What was read from the terminal in one go, and when, in milliseconds from the start. */
export interface Chunk {
  readonly at: number;
  readonly text: string;
}

/** What one row showed from a moment on, until the next of its takes, or for good. */
export interface Take {
  readonly from: number;
  readonly spans: readonly Span[];
}

export interface Film {
  readonly columns: number;
  /** The takes of each row, from the top. */
  readonly rows: readonly (readonly Take[])[];
  /** When the last row changed for the last time. */
  readonly ms: number;
  /** How long the command ran. */
  readonly ranMs: number;
}

const FRAME_MS = 100;
const LONGEST_MS = 7_500;

/** Rows and their takes. A run that took too long to watch is sped up evenly; a short one keeps its time. */
export function film(chunks: readonly Chunk[], columns: number): Film {
  const ranMs = chunks.at(-1)?.at ?? 0;
  const speed = Math.min(1, LONGEST_MS / ranMs);
  const screen = new Screen(columns);
  const rows: Take[][] = [];
  let frameFrom = Number.NEGATIVE_INFINITY;
  chunks.forEach(({ at, text }, index) => {
    screen.write(text);
    const next = chunks[index + 1];
    if (at - frameFrom < FRAME_MS && next !== undefined && next.at - frameFrom < FRAME_MS) return;
    frameFrom = at;
    take(rows, screen.rows(), Math.round(at * speed));
  });
  return { columns, rows, ms: Math.max(0, ...rows.flat().map(({ from }) => from)), ranMs };
}

function take(rows: Take[][], shown: readonly Span[][], from: number): void {
  while (rows.length < shown.length) rows.push([]);
  rows.forEach((takes, row) => {
    const spans = shown[row] ?? [];
    if (JSON.stringify(takes.at(-1)?.spans ?? []) !== JSON.stringify(spans)) takes.push({ from, spans });
  });
}

/** Whatever of the text is a file's place on this machine. */
export function machinePaths(text: string, places: readonly string[]): string[] {
  const found = text.match(/file:\/\/\S*|(?<![\w:/.])(?:~|\.{1,2})?\/[\w.@-]+\S*|\b[A-Za-z]:\\\S*/g) ?? [];
  return [...new Set([...found, ...places.filter((place) => place.length > 1 && text.includes(place))])];
}
