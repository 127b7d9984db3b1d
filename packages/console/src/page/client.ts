import { useEffect, useState } from 'preact/hooks';
import type { Problem } from '../api/problem.ts';
import type { ConsoleState } from '../api/state.ts';

/** What the server refused, with what to do next. */
class Refusal extends Error implements Problem {
  readonly hints: readonly string[];

  constructor({ message, hints }: Problem) {
    super(message);
    this.hints = hints;
  }
}

export const GONE: Problem = {
  message: 'leadwire does not respond.',
  hints: [
    'Start leadwire ui again in its terminal and open the address that it prints: the import goes on where it was.',
  ],
};

/** Asks the server, or orders something; a body makes it an order. */
export async function ask<Answer>(path: string, body?: object, method = body ? 'POST' : 'GET'): Promise<Answer> {
  const isBytes = body instanceof Blob;
  const response = await fetch(`/api/${path}`, {
    method,
    ...(body && { body: isBytes ? body : JSON.stringify(body) }),
    ...(body && !isBytes && { headers: { 'content-type': 'application/json' } }),
  }).catch(() => undefined);
  if (response === undefined) throw new Refusal(GONE);
  if (response.ok) return (await response.json()) as Answer;
  const problem = (await response.json().catch(() => undefined)) as Problem | undefined;
  throw new Refusal(problem ?? { message: `leadwire responded with ${response.status}.`, hints: [] });
}

let show: (state: ConsoleState) => void = () => undefined;

/** Orders something, and shows the state that it leads to. */
export const order = async (path: string, body?: object, method?: string): Promise<void> =>
  show(await ask<ConsoleState>(path, body, method));

/** Runs what was asked for, and keeps what went wrong for the page to show. */
export interface Actions {
  readonly problem: Problem | undefined;
  readonly isBusy: boolean;
  run(action: () => Promise<unknown>): void;
}

export function useActions(): Actions {
  const [problem, setProblem] = useState<Problem | undefined>();
  const [isBusy, setBusy] = useState(false);
  return {
    problem,
    isBusy,
    run(action) {
      setProblem(undefined);
      setBusy(true);
      action()
        .catch((error: unknown) => setProblem(error instanceof Refusal ? error : { message: String(error), hints: [] }))
        .finally(() => setBusy(false));
    },
  };
}

/** The state as the server sends it; undefined until it is there. */
export function useServerState(): { readonly state: ConsoleState | undefined; readonly isGone: boolean } {
  const [state, setState] = useState<ConsoleState | undefined>();
  const [isGone, setGone] = useState(false);
  useEffect(() => {
    const events = new EventSource('/api/events');
    // What was ordered may be answered before an older state arrives here.
    show = (next) => setState((last) => (last !== undefined && last.rowsVersion > next.rowsVersion ? last : next));
    events.onmessage = ({ data }: MessageEvent<string>) => {
      show(JSON.parse(data) as ConsoleState);
      setGone(false);
    };
    events.onerror = () => setGone(true);
    return () => events.close();
  }, []);
  return { state, isGone };
}
