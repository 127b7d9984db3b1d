import { createSimulators } from '../src/create-simulators.ts';
import type { ProviderName } from '../src/registry.ts';
import type { Simulators, SimulatorsOptions } from '../src/simulators.ts';
import { readSpec, type Spec } from './spec.ts';

export interface Sent {
  readonly query?: Readonly<Record<string, string | number | boolean>>;
  readonly body?: unknown;
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** For a response that the spec does not describe on purpose. */
  readonly unchecked?: boolean;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects.
  readonly body: any;
}

export interface Checked {
  readonly simulators: Simulators;
  readonly spec: Spec;
  /** Sends `GET /path`, or a whole address, and checks the response against the spec. */
  call(line: string, sent?: Sent): Promise<Answer>;
}

/** Simulators on a manual clock, with one provider whose every response is checked. */
export async function checked(provider: ProviderName, options: SimulatorsOptions = {}): Promise<Checked> {
  const spec = await readSpec(provider);
  const simulators = createSimulators({ now: Date.UTC(2026, 0, 15, 9, 30), ...options });
  return {
    simulators,
    spec,
    async call(line, { query = {}, body, token = 'good-token', headers = {}, unchecked = false } = {}) {
      const [method = 'GET', path = '/'] = line.split(' ');
      const url = new URL(path.startsWith('https:') ? path : `${spec.server}${path}`);
      for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
      const response = await simulators.fetch(url, {
        method,
        headers: {
          ...(token !== '' && { authorization: `Bearer ${token}` }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      const value = text === '' ? undefined : (JSON.parse(text) as unknown);
      const operationId = simulators.requests.at(-1)?.operationId;
      const faults =
        unchecked || operationId === undefined ? [] : spec.faultsOfResponse(operationId, response.status, value);
      if (faults.length > 0) {
        throw new Error(`${line} responded with ${response.status} ${text}\nbut the spec says: ${faults.join('; ')}`);
      }
      return { status: response.status, headers: response.headers, body: value };
    },
  };
}
