import type { Readable, Writable } from 'node:stream';
import { Fault } from '@leadwire/importer/errors';
import type { Io } from '../io.ts';

/** A question can be answered: standard input and standard error are terminals. */
export const canAsk = ({ stdin, stderr }: Pick<Io, 'stdin' | 'stderr'>): boolean =>
  (stdin as { isTTY?: boolean }).isTTY === true && stderr.isTTY === true;

/**
 * Asks a yes-or-no question on standard error; the default is no.
 * @returns undefined in a pipe, where no one can answer
 * @throws Fault with exit code 3 on Ctrl+C, and where the input ends
 */
export async function confirm(
  question: string,
  io: Pick<Io, 'stdin' | 'stderr' | 'signal'>,
): Promise<boolean | undefined> {
  if (!canAsk(io)) return undefined;
  const { confirm: ask, isCancel } = await import('@clack/prompts');
  const answer = await untilInputEnds(io, (signal) =>
    ask({ message: question, initialValue: false, ...streams(io), signal }),
  );
  if (isCancel(answer)) throw cancelled();
  return answer;
}

/** Asks to pick one of several; the first is the default. */
export async function choose<Value>(
  question: string,
  choices: readonly { readonly label: string; readonly hint?: string; readonly value: Value }[],
  io: Pick<Io, 'stdin' | 'stderr' | 'signal'>,
): Promise<Value> {
  const { select, isCancel } = await import('@clack/prompts');
  const options = choices.map(({ label, hint }, index) => ({
    label,
    value: index,
    ...(hint !== undefined && { hint }),
  }));
  const answer = await untilInputEnds(io, (signal) => select({ message: question, options, ...streams(io), signal }));
  const chosen = isCancel(answer) ? undefined : choices[answer];
  if (chosen === undefined) throw cancelled();
  return chosen.value;
}

/** Asks; Ctrl+D, the end of the input and a signal to stop cancel the question, which would wait for an answer for ever. */
async function untilInputEnds<Answer>(
  { stdin, signal }: Pick<Io, 'stdin' | 'signal'>,
  ask: (signal: AbortSignal) => Promise<Answer>,
): Promise<Answer> {
  const ended = new AbortController();
  const onEnd = (): void => ended.abort();
  const onKey = (_text: string | undefined, key: { readonly ctrl?: boolean; readonly name?: string }): void => {
    if (key.ctrl === true && key.name === 'd') onEnd();
  };
  if (signal.aborted) onEnd();
  signal.addEventListener('abort', onEnd, { once: true });
  stdin.on('keypress', onKey).on('end', onEnd).on('close', onEnd);
  try {
    return await ask(ended.signal);
  } finally {
    signal.removeEventListener('abort', onEnd);
    stdin.off('keypress', onKey).off('end', onEnd).off('close', onEnd);
  }
}

const streams = ({ stdin, stderr }: Pick<Io, 'stdin' | 'stderr'>): { input: Readable; output: Writable } => ({
  input: stdin,
  output: stderr,
});

const cancelled = (): Fault => new Fault('Stopped. Nothing was sent.', { kind: 'stopped' });
