import { maskText } from '@leadwire/core/provider';
import { clean, Fault } from '@leadwire/importer/errors';
import type { Decision, ParkedLead } from 'leadwire';
import type { Io } from '../../io.ts';
import { choose } from '../../output/confirm.ts';

const ANSWERS: readonly { readonly label: string; readonly value: Decision | 'later' }[] = [
  { label: 'decide later', value: 'later' },
  { label: 'it arrived', value: 'arrived' },
  { label: 'it did not arrive: the next import, or a worker, sends it', value: 'not-there' },
  { label: 'do not send it, whether it arrived or not', value: 'ignore' },
];

/** A parked lead, and what a person has found out about it. */
export interface Decided {
  readonly lead: ParkedLead;
  readonly decision: Decision;
}

/** Asks a person about one parked lead after the other; phones are masked, and the row tells which it is. */
export async function* askForEach(
  leads: readonly ParkedLead[],
  io: Pick<Io, 'stdin' | 'stderr' | 'signal'>,
): AsyncGenerator<Decided> {
  let answered = 0;
  for (const [index, lead] of leads.entries()) {
    const found = Object.entries(lead.lookup).map(([name, value]) => `${name} ${maskText(String(value))}`);
    const named = lead.ref === undefined ? lead.key : `Row ${lead.ref}`;
    const question = `${index + 1} of ${leads.length}: ${named}, ${lead.provider} ${lead.account}. Look up ${found.join(', ')}. What did you find?`;
    const decision = await choose(clean(question), ANSWERS, io).catch((error: unknown) => {
      throw error instanceof Fault && answered > 0
        ? new Fault(`Stopped. ${answered === 1 ? 'One answer is' : `${answered} answers are`} recorded.`, error)
        : error;
    });
    if (decision === 'later') continue;
    yield { lead, decision };
    answered++;
  }
}
