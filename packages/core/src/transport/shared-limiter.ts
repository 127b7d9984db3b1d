import type { Limiter, Rate } from './limiter.ts';

/** A slot of a shared limiter. */
export interface Slot {
  /** How long to wait for it, in milliseconds. */
  readonly waitMs: number;
  /** How often the provider had asked everybody to wait when the slot was taken. */
  readonly pauses: number;
}

/** A rate limiter that several processes share, such as `sharedLimiter` of `@leadwire/queue`. Pass it as the `limits` of a client. */
export interface SharedLimiter {
  /** Takes the next slot under a name: one provider, account and bucket. */
  reserve(name: string, rates: readonly Rate[]): Promise<Slot>;
  /** Whether everybody was asked to wait since the slot was taken: then another one must be taken. */
  isVoid(name: string, slot: Slot): Promise<boolean>;
  /** The provider asked everybody to wait, in milliseconds. */
  pause(name: string, forMs: number): Promise<void>;
}

export const isSharedLimiter = (limits: unknown): limits is SharedLimiter =>
  typeof (limits as Partial<SharedLimiter> | undefined)?.reserve === 'function';

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
