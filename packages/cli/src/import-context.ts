import { type ImportContext, type Questions, stateFolder } from '@leadwire/importer';
import { clean, Fault } from '@leadwire/importer/errors';
import { registry } from '@leadwire/importer/registry';
import type { Io } from './io.ts';
import { canAsk, choose, confirm } from './output/confirm.ts';

/** The surroundings of a command as the importer takes them. */
export const importContext = (
  { stdin, env, signal }: Io,
  onNotice: (text: string) => void,
  questions?: Questions,
): ImportContext => ({ registry, ledgerFolder: stateFolder(env), env, stdin, signal, onNotice, questions });

/** Asks in a terminal; undefined in a pipe and with `--json`. */
export function terminalQuestions(io: Io, json: boolean): Questions | undefined {
  if (json || !canAsk(io)) return undefined;
  return {
    async answer({ question, answers }) {
      const choices = answers.map((answer) => ({
        label: clean(answer.label),
        hint: clean(answer.flag),
        value: answer,
      }));
      const stop = { label: 'Stop, and send nothing', value: undefined };
      const chosen = await choose<(typeof answers)[number] | undefined>(clean(question), [...choices, stop], io);
      if (chosen === undefined) throw new Fault('Nothing was sent.');
      return chosen;
    },
    confirm: async (question) => (await confirm(question, io)) === true,
  };
}
