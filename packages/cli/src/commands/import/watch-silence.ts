const SILENCE_MS = 60_000;

/** Prints a line, once, when no row was finished for a minute: a provider that does not respond shows no other sign. */
export function watchSilence(rowsDone: () => number, say: (text: string) => void): { stop(): void } {
  let before = rowsDone();
  let said = false;
  const timer = setInterval(() => {
    const done = rowsDone();
    if (done !== before) said = false;
    else if (!said) {
      said = true;
      say('No rows finished in the last minute: the provider is slow or does not respond. Press Ctrl+C to stop.');
    }
    before = done;
  }, SILENCE_MS);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
