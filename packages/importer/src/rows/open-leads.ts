import { statSync } from 'node:fs';
import { applyAnswer, type Doubt, type OpenedFile, openFile, type ReadOptions } from '@leadwire/files';
import { clean } from '../clean-text.ts';
import type { ImportContext } from '../context.ts';
import { Fault } from '../fault.ts';

export interface OpenedLeads {
  readonly file: OpenedFile;
  /** With the answers to all questions: opening the file again with them asks nothing. */
  readonly options: ReadOptions;
}

export interface OpenLeadsContext extends Pick<ImportContext, 'stdin' | 'signal' | 'onNotice' | 'questions'> {
  /** Nothing will be sent: what would stop an import is said only. */
  readonly dry: boolean;
}

/** Each doubt is asked once; a file has no more kinds of them. */
const MOST_QUESTIONS = 12;

/** A file can be opened a second time; a pipe cannot. */
export const isRepeatable = (path: string): boolean =>
  path !== '-' && statSync(path, { throwIfNoEntry: false })?.isFile() === true;

/**
 * Opens a file of leads. What only a person can tell is asked, where a person can answer; else the error names the flag.
 * @throws Fault where a question that stops the import is not answered
 */
export async function openLeads(path: string, given: ReadOptions, context: OpenLeadsContext): Promise<OpenedLeads> {
  const source = { path, stdin: context.stdin, signal: context.signal };
  let options: ReadOptions = { ...given, onNotice: context.onNotice };
  const person = context.dry || !isRepeatable(path) ? undefined : context.questions;
  for (let questions = 0; ; questions++) {
    const file = await openFile(source, options);
    const [doubt] = file.doubts.filter(({ answers }) => answers.length > 0);
    const stopping = file.doubts.find(({ stopsPipe }) => stopsPipe);
    if (person !== undefined && doubt !== undefined && questions < MOST_QUESTIONS) {
      file.close();
      options = { ...applyAnswer(options, await person.answer(doubt)), onNotice: () => undefined };
      continue;
    }
    const isBlind = !file.uses.some(({ destination }) => destination === 'phone');
    if (stopping !== undefined && (!context.dry || isBlind)) {
      file.close();
      throw refusal(file.name, file.doubts);
    }
    for (const each of file.doubts) context.onNotice(inWords(each));
    return { file, options: { ...options, onNotice: () => undefined } };
  }
}

const flagsOf = ({ answers }: Doubt): string[] => answers.map(({ flag, label }) => `${clean(flag)}   ${clean(label)}`);

const inWords = (doubt: Doubt): string =>
  [clean(doubt.question), ...flagsOf(doubt).map((flag) => `  ${flag}`)].join('\n');

function refusal(name: string, doubts: readonly Doubt[]): Fault {
  const stopping = doubts.filter(({ stopsPipe }) => stopsPipe);
  const [first, ...others] = stopping;
  return new Fault(`${name}: ${first?.question ?? ''} Nothing was sent.`, {
    hints: [
      ...(first === undefined ? [] : flagsOf(first)),
      ...others.flatMap((doubt) => [doubt.question, ...flagsOf(doubt)]),
    ],
  });
}
