import type { Film, Take } from './film.ts';
import type { Span } from './screen.ts';

const CELL = { width: 8.4, height: 19 };
const EDGE = 24;
const COLOURS = ['#6e7681', '#ff7b72', '#7ee787', '#e3b341', '#79c0ff', '#d2a8ff', '#76e3ea', '#e6edf3'];

/**
 * The film as one SVG. Without animation it shows the last frame: what stays is visible and what passed is not;
 * the animation hides what is still to come, and shows what passed in its time.
 */
export function svg(shot: Film, { command, title }: { command: string; title: string }): string {
  const width = Math.ceil(shot.columns * CELL.width + 2 * EDGE);
  const height = (shot.rows.length + 2) * CELL.height + 2 * EDGE - 5;
  const lines = shot.rows.flatMap((takes, row) =>
    takes.map((shown, index) => line(shown, row + 2, takes[index + 1]?.from)).filter((drawn) => drawn !== ''),
  );
  const prompt = line(
    {
      from: 0,
      spans: [
        { text: '$', look: 'c2' },
        { text: ` ${command}`, look: 'bold' },
      ],
    },
    0,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title desc" xml:space="preserve">
<title id="title">${escapeXml(title)}</title>
<desc id="desc">${seconds(shot.ranMs)} of a real run, played in ${seconds(shot.ms)}. Made by pnpm record.</desc>
<style>
text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono","Liberation Mono",monospace;fill:#d1d7e0;white-space:pre}
.bold{font-weight:700;fill:#f0f6fc}
.dim{opacity:.6}
${COLOURS.map((colour, index) => `.c${index}{fill:${colour}}`).join('\n')}
.past{opacity:0}
@keyframes come{from{opacity:0}}
@keyframes pass{from,to{opacity:1}}
@media (prefers-reduced-motion:no-preference){
.last{animation:come 1ms both}
.past{animation:pass 1ms}
}
</style>
<rect x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="10" fill="#0d1117" stroke="#30363d"/>
${[prompt, ...lines].join('\n')}
</svg>
`;
}

function line({ from, spans }: Take, row: number, until?: number): string {
  const length = spans.reduce((sum, { text }) => sum + [...text].length, 0);
  if (length === 0) return '';
  const y = EDGE + 11 + row * CELL.height;
  // The grid holds in whatever monospaced font the viewer has.
  const place = `x="${EDGE}" y="${y}" textLength="${round(length * CELL.width)}" lengthAdjust="spacingAndGlyphs"`;
  const drawn = spans.map(span).join('');
  if (until !== undefined)
    return `<text class="past" style="animation-delay:${from}ms;animation-duration:${until - from}ms" ${place}>${drawn}</text>`;
  const timing = from === 0 ? '' : ` class="last" style="animation-delay:${from}ms"`;
  return `<text${timing} ${place}>${drawn}</text>`;
}

function span({ look, text }: Span): string {
  return look === '' ? escapeXml(text) : `<tspan class="${look}">${escapeXml(text)}</tspan>`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

export const escapeXml = (text: string): string => text.replace(/[&<>"]/g, (char) => ENTITIES[char] ?? char);

const round = (number: number) => Math.round(number * 10) / 10;

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
