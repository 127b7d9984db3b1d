import { describe, expect, test } from 'vitest';
import { film, machinePaths } from './record/film.ts';
import { Screen } from './record/screen.ts';
import { escapeXml, svg } from './record/svg.ts';

// `pnpm record` without its terminal: what is on the screen, when, and how it is drawn.

const ESC = '\u001b';

function shown(text: string, columns = 20): string[] {
  const screen = new Screen(columns);
  screen.write(text);
  return screen.rows().map((spans) => spans.map((span) => span.text).join(''));
}

describe('the screen', () => {
  test.each([
    ['a carriage return goes back over the line', 'one two\rsix', ['six two']],
    ['a line feed alone keeps the column', 'ab\ncd\r\ne', ['ab', '  cd', 'e']],
    ['the rest of a line is erased', `importing\rno${ESC}[K`, ['no']],
    ['the cursor goes up, and a whole line is erased', `one\r\ntwo\r\n${ESC}[2A${ESC}[2Ksix`, ['six', 'two']],
    ['a long line wraps', 'abcdefgh', ['abcde', 'fgh'], 5],
    ['with wrapping off, the last column is overwritten', `${ESC}[?7labcdefgh`, ['abcdh'], 5],
    ['a line that just fits takes no second row', 'abcde\r\nf', ['abcde', 'f'], 5],
    [
      'a progress bar',
      `${ESC}7${ESC}[?7l${ESC}[1G= 1${ESC}[0K${ESC}[1G== 2${ESC}[0K${ESC}[?7h${ESC}8\r\nend`,
      ['== 2', 'end'],
    ],
  ])('%s', (_name, text, rows, columns = 20) => {
    expect(shown(text, columns)).toEqual(rows);
  });

  test('a sequence may come in two pieces', () => {
    const screen = new Screen(20);
    for (const piece of ['wrong', ESC, '[', '1', 'Gright']) screen.write(piece);
    expect(screen.rows()).toEqual([[{ text: 'right', look: '' }]]);
  });

  test('colours and weight become looks', () => {
    const screen = new Screen(20);
    screen.write(`a${ESC}[1;32mb${ESC}[22mc${ESC}[0md`);
    expect(screen.rows()).toEqual([
      [
        { text: 'a', look: '' },
        { text: 'b', look: 'bold c2' },
        { text: 'c', look: 'c2' },
        { text: 'd', look: '' },
      ],
    ]);
  });

  test.each([`${ESC}[2J`, `${ESC}[5;5H`, `${ESC}]0;title`, `${ESC}[38;5;1m`, '\t'])('%j is refused', (text) => {
    expect(() => shown(text)).toThrow('does not know');
  });
});

describe('the film', () => {
  test('a row has one take for each thing it showed', () => {
    const { rows } = film(
      [
        { at: 200, text: 'one\r\n0 %' },
        { at: 1000, text: '\r50 %' },
        { at: 2000, text: '\r100 %\r\n' },
      ],
      20,
    );
    expect(rows.map((takes) => takes.map(({ from, spans }) => [from, spans[0]?.text]))).toEqual([
      [[200, 'one']],
      [
        [200, '0 %'],
        [1000, '50 %'],
        [2000, '100 %'],
      ],
    ]);
  });

  test('what comes faster than the eye is one frame, and the end is always shown', () => {
    const chunks = Array.from({ length: 50 }, (_, at) => ({ at, text: `\r${at}` }));
    expect(film(chunks, 20).rows).toEqual([
      [
        { from: 0, spans: [{ text: '0', look: '' }] },
        { from: 49, spans: [{ text: '49', look: '' }] },
      ],
    ]);
  });

  test('a long run is sped up to 7.5 seconds, a short one keeps its time', () => {
    const run = (...times: number[]) => film([...times.map((at) => ({ at, text: `${at}\r\n` }))], 20);
    expect(run(10_000, 30_000)).toMatchObject({ ms: 7500, ranMs: 30_000 });
    expect(run(10_000, 30_000).rows[0]?.[0]?.from).toBe(2500);
    expect(run(100, 3_000)).toMatchObject({ ms: 3000, ranMs: 3000 });
  });
});

describe('the drawing', () => {
  test('text is escaped', () => {
    expect(escapeXml('a < b && c > "d"')).toBe('a &lt; b &amp;&amp; c &gt; &quot;d&quot;');
    const drawn = svg(film([{ at: 100, text: '<script>' }], 20), { command: 'a & b', title: '1 < 2' });
    expect(drawn).toContain('&lt;script&gt;');
    expect(drawn).toContain(' a &amp; b');
    expect(drawn).toContain('1 &lt; 2');
    expect(drawn).not.toContain('<script>');
  });

  test('what stays is visible by itself, what passes is not, and each has its time', () => {
    const chunks = [
      { at: 500, text: 'half' },
      { at: 900, text: '\rdone' },
    ];
    const drawn = svg(film(chunks, 20), { command: 'go', title: 'go' });
    expect(drawn).toMatch(/<text class="past" style="animation-delay:500ms;animation-duration:400ms"[^>]*>half</);
    expect(drawn).toMatch(/<text class="last" style="animation-delay:900ms"[^>]*>done</);
    expect(drawn).toContain('prefers-reduced-motion:no-preference');
  });
});

describe('places on this machine', () => {
  test.each(['at /home/me/leadwire/x.ts:3', 'file:///x', 'in "/tmp/a"', '~/leads.csv', 'C:\\leads'])(
    '%j is found',
    (text) => {
      expect(machinePaths(text, [])).toHaveLength(1);
    },
  );

  test('addresses and slashes between words are none', () => {
    expect(machinePaths('http://127.0.0.1:45635, 3 / 4, and/or, 2/3', ['/home/me/leadwire'])).toEqual([]);
  });

  test('a known place is found wherever it stands', () => {
    expect(machinePaths('on build-box now', ['build-box'])).toEqual(['build-box']);
  });
});
