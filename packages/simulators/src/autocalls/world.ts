import type { api } from '@leadwire/generated-autocalls';
import type { HandlersOf, SimulatorContext } from '../framework/provider.ts';
import type { AutocallsOptions } from './options.ts';

export type Handlers = HandlersOf<typeof api>;

/** One part of the account: its handlers, and how it is reset. */
export interface Area {
  readonly handlers: Handlers;
  reset(): void;
}

export type Variables = Readonly<Record<string, unknown>>;

/** What all parts of the account share. */
export interface World {
  readonly context: SimulatorContext;
  readonly options: AutocallsOptions;
  /** US dollars. */
  balance: number;
  /** A map as PHP writes it: an empty one is `[]`. */
  map(values: Variables | undefined): Variables | [];
  reset(): void;
}

const NOTHING: Variables = {};

export function createWorld(context: SimulatorContext, options: AutocallsOptions): World {
  const world: World = {
    context,
    options,
    balance: 0,
    map(values = NOTHING) {
      for (const _ in values) return values;
      return [];
    },
    reset() {
      world.balance = options.balance ?? 125.5;
    },
  };
  world.reset();
  return world;
}
