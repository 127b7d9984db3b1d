import type { api } from '@leadwire/generated-pulsecrm';
import type { Call, HandlersOf, Refusal, Reply, SimulatorContext } from '../framework/provider.ts';
import type { PulsecrmOptions } from './options.ts';

export type Handlers = HandlersOf<typeof api>;

/** One part of the account: its handlers, and how it is reset. */
export interface Area {
  readonly handlers: Handlers;
  reset(): void;
}

/** What all parts share. */
export interface World {
  readonly context: SimulatorContext;
  readonly options: PulsecrmOptions;
  /** The account of rows that no request made. */
  readonly home: string;
}

export function createWorld(context: SimulatorContext, options: PulsecrmOptions): World {
  return { context, options, home: options.accounts?.[0] ?? '6591739253089529' };
}

/** The account that a call acts in. */
export const accountOf = (call: Pick<Call, 'header'>): string => call.header('x-account-id') ?? '';

export const time = (ms: number): string => new Date(ms).toISOString();

type Times<Moment> = { readonly createdAt: Moment; readonly updatedAt: Moment };

/** Who made and changed a record, and when. assumption: an admin. */
export const byAdmin = ({
  createdAt,
  updatedAt,
}: Times<number>): Times<string> & Record<'createdBy' | 'updatedBy', string> => ({
  createdBy: 'admin@example.com',
  updatedBy: 'admin@example.com',
  createdAt: time(createdAt),
  updatedAt: time(updatedAt),
});

export const ok = (body: unknown): Reply => ({ status: 200, body });

/** assumption: creates respond with 201; the pages print no success status. */
export const created = (body: unknown): Reply => ({ status: 201, body });

/** The body of the one sample of an error. */
export const refused = (status: number, error: string): Reply => ({ status, body: { error } });

// assumption: the texts of these two; their bodies are not documented.
export const unauthorized = (): Reply => ({ status: 401, body: { error: 'Unauthorized', status: 401 } });
export const notFound = (what: string): Reply => ({ status: 404, body: { error: `${what} not found`, status: 404 } });

/** The vendor's response to a request that the framework refuses. */
// assumption: all texts; the vendor shows one text of one error.
export function refuse({ issues, message, reason, status }: Refusal): Reply | undefined {
  if (reason === 'failure') return { status, body: { error: 'Internal server error', status } };
  if (issues.length === 0) return refused(status, message);
  // Any property of a record may be a filter, and the spec lists a few only.
  const [first] = issues.filter(({ code }) => reason === 'invalid-body' || code !== 'unrecognized_keys');
  if (first === undefined) return undefined;
  const field = first.path.map(String).join('.');
  return refused(400, field === '' ? 'invalid request body' : `${field}: ${first.message}`);
}
