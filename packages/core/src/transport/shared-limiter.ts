import type { Limiter, Rate } from './limiter.ts';

/** A rate limiter that several processes share, such as `sharedLimiter` of `@leadwire/queue`. Pass it as the `limits` of a client. */
export interface SharedLimiter {
  /** A slot that was not used within this time must be taken anew, in milliseconds: a late request would come too close to the next. */
  readonly slotLifeMs: number;
  /**
   * Waits for the next slot under a name (one provider, account and bucket). Resolves to 0 when the request may leave now, or, as soon as that
   * is known, to the milliseconds to wait where they are more than `maxWaitMs`. An aborted signal gives up the place.
   */
  acquire(
    name: string,
    rates: readonly Rate[],
    wait: { readonly maxWaitMs: number; readonly signal: AbortSignal },
  ): Promise<number>;
  /** The provider asked everybody to wait, in milliseconds. */
  pause(name: string, forMs: number): Promise<void>;
}

export const isSharedLimiter = (limits: unknown): limits is SharedLimiter =>
  typeof (limits as Partial<SharedLimiter> | undefined)?.acquire === 'function';

/** A limiter of this process that leaves the pace to a shared one. */
export interface BoundLimiter extends Limiter {
  readonly shared: { readonly limiter: SharedLimiter; readonly name: string; readonly rates: readonly Rate[] };
}

export const bindLimiter = (limiter: SharedLimiter, name: string, rates: readonly Rate[]): BoundLimiter => ({
  reserve: () => 0,
  release: () => undefined,
  movedMs: () => 0,
  pause: (_now, forMs) => void limiter.pause(name, forMs).catch(() => undefined), // the next 429 asks again
  shared: { limiter, name, rates },
});
