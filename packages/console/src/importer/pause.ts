import type { Lead, LeadTarget, LeadwireError, Result } from '@leadwire/core';
import { stoppable } from 'leadwire/queue';

/** A pause of the sending: leads that have not left wait for its end, those under way finish. */
export class Pause {
  readonly #target: LeadTarget;
  #begun = new AbortController();
  #ended: PromiseWithResolvers<void> | undefined;
  /** Sends until the next pause begins. */
  #untilNext: LeadTarget;

  constructor(target: LeadTarget) {
    this.#target = target;
    this.#untilNext = stoppable(target, this.#begun.signal);
  }

  /** The target, which is held back by each pause. */
  get target(): LeadTarget {
    const { bulk, update } = this.#target;
    return {
      ...this.#target,
      send: (lead, options) => this.#held((target) => target.send(lead, options)),
      resume: (lead, prior, options) => this.#held((target) => target.resume(lead, prior, options)),
      ...(update && {
        update: (lead: Lead, id: string, options) =>
          this.#held((target) => target.update?.(lead, id, options) ?? update(lead, id, options)),
      }),
      bulk: bulk && {
        ...bulk,
        send: (leads, options) => this.#held(({ bulk: held = bulk }) => held.send(leads, options)),
      },
    };
  }

  begin(): void {
    this.#ended ??= Promise.withResolvers();
    this.#begun.abort();
  }

  end(): void {
    this.#begun = new AbortController();
    this.#untilNext = stoppable(this.#target, this.#begun.signal);
    this.#ended?.resolve();
    this.#ended = undefined;
  }

  /** What a pause kept from leaving is sent after it. */
  async #held<Sent>(
    send: (target: LeadTarget) => Promise<Result<Sent, LeadwireError>>,
  ): Promise<Result<Sent, LeadwireError>> {
    for (;;) {
      await this.#ended?.promise;
      const { signal } = this.#begun;
      const result = await send(this.#untilNext);
      if (result.ok || result.error.kind !== 'aborted' || result.error.effect !== 'none' || !signal.aborted)
        return result;
    }
  }
}
