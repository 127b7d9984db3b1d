/** The rate is that of the last so many milliseconds. */
const RATE_MS = 10_000;
const SAMPLE_MS = 500;

/** How many rows a second are done, over the last ten seconds. */
export class SendRate {
  readonly #samples: { readonly at: number; readonly done: number }[] = [];

  /** Takes down how many rows are done by now. */
  note(done: number): void {
    const at = performance.now();
    const last = this.#samples.at(-1);
    if (last !== undefined && at - last.at < SAMPLE_MS) return;
    this.#samples.push({ at, done });
    while (at - (this.#samples[0]?.at ?? at) > RATE_MS) this.#samples.shift();
  }

  perSecond(done: number): number {
    const [first] = this.#samples;
    const seconds = first === undefined ? 0 : (performance.now() - first.at) / 1000;
    return first === undefined || seconds < 0.5 ? 0 : (done - first.done) / seconds;
  }
}
