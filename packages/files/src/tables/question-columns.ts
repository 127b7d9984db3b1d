import { cellText } from '../cells/cell.ts';
import { wordsOf } from '../columns/words-of.ts';
import { followedBy, lengthOf, peek } from '../input/peek.ts';
import type { Row, Table } from './table.ts';

const QUESTION = /^(question|frage|pregunta|pergunta|domanda|vraag|pytanie|вопрос) (\d{1,2})$/;
const ANSWER = /^(response|answer|reponse|antwort|respuesta|resposta|risposta|antwoord|odpowiedz|ответ) (\d{1,2})$/;
/** More different questions than a form has: the column holds something else. */
const MAX_QUESTIONS = 100;
/** Rows that are read to know all questions; no export of appointments is as long. */
const MOST_ROWS = 20_000;
const UNKNOWN = `asks a question that none of the first ${MOST_ROWS.toLocaleString('en')} rows asks`;

interface Pair {
  readonly question: number;
  readonly answer: number;
}

/**
 * A table with a column for each question that stands in the cells of pairs such as `Question 1` and `Response 1`, as Calendly exports them:
 * the same pair may ask for a phone in one row and for an order number in the next.
 */
export async function withQuestionColumns<Given extends Table>(table: Given): Promise<Given> {
  const pairs = pairsIn(table.header);
  if (pairs.length === 0) return table;
  const { pieces, rest } = await peek(table.batches, (read) => lengthOf(read) >= MOST_ROWS);
  const batches = followedBy(pieces, rest);
  const asked = new Set(
    pieces.flat().flatMap(({ cells }) => ['', ...pairs.map(({ question }) => cellText(cells[question]))]),
  );
  const questions = [...asked].filter((text) => text !== '' && !table.header.includes(text));
  if (questions.length === 0 || questions.length > MAX_QUESTIONS) return { ...table, batches };
  const width = table.header.length;
  const places = new Map(questions.map((text, index) => [text, width + index]));
  const answered = (row: Row): Row => {
    const cells = Array.from({ length: width + questions.length }, (_, index) => row.cells[index] ?? '');
    for (const { question, answer } of pairs) {
      const text = cellText(row.cells[question]);
      if (!asked.has(text)) return { ...row, fault: UNKNOWN };
      const place = places.get(text);
      if (place !== undefined && cells[place] === '') cells[place] = row.cells[answer] ?? '';
    }
    return { ...row, cells };
  };
  return {
    ...table,
    header: [...table.header, ...questions],
    sample: table.sample.map((row) => (row.fault === undefined ? answered(row) : row)),
    batches: eachRow(batches, (row) => (row.fault === undefined ? answered(row) : row)),
  };
}

function pairsIn(header: readonly string[]): Pair[] {
  const numbered = (name: RegExp): [number: string, index: number][] =>
    header.flatMap((each, index) => {
      const number = name.exec(wordsOf(each).join(' '))?.[2];
      return number === undefined ? [] : [[number, index] as [string, number]];
    });
  const answers = new Map(numbered(ANSWER));
  return numbered(QUESTION).flatMap(([number, question]) => {
    const answer = answers.get(number);
    return answer === undefined ? [] : [{ question, answer }];
  });
}

async function* eachRow(batches: Table['batches'], change: (row: Row) => Row): Table['batches'] {
  for await (const batch of batches) yield batch.map(change);
}
