const SILENCE_MS = 60_000;

/** Says so, once, when nothing comes of any row for a minute: a provider that hangs shows no other sign. */
export function watchSilence(rowsDone: () => number, say: (text: string) => void): { stop(): void } {
  let before = rowsDone();
  let said = false;
  const timer = setInterval(() => {
    const done = rowsDone();
    if (done !== before) said = false;
    else if (!said) {
      said = true;
      say('No row was done in the last minute: the provider is slow, or does not answer. Ctrl+C stops in good order.');
    }
    before = done;
  }, SILENCE_MS);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
