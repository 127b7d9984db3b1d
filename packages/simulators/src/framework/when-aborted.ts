/** Calls `act` once, with the reason, when one of the signals is aborted. Returns a function that removes the listeners. */
export function whenAborted(signals: readonly AbortSignal[], act: (reason: unknown) => void): () => void {
  const forget = () => {
    for (const signal of signals) signal.removeEventListener('abort', onAbort);
  };
  const onAbort = () => {
    forget();
    act(signals.find(({ aborted }) => aborted)?.reason);
  };
  if (signals.some(({ aborted }) => aborted)) onAbort();
  else for (const signal of signals) signal.addEventListener('abort', onAbort);
  return forget;
}
