import { type CallMeta, type Drift, requestIdOf } from '../result.ts';

/** The parts of a call's meta that differ from those of a call that got no response. */
export interface MetaParts extends Partial<Omit<CallMeta, 'drift' | 'requestId' | 'operationId'>> {
  /** Worked out when it is first read: most callers never read it. */
  readonly findDrift?: (() => readonly Drift[]) | undefined;
}

/** What is known of a call; `drift` and `requestId` are worked out when they are read. */
export const callMeta = (operationId: string, parts: MetaParts = {}): CallMeta => new Meta(operationId, parts);

/** The same meta with some parts changed. */
export const changeMeta = (meta: CallMeta, changed: MetaParts): CallMeta =>
  new Meta(meta.operationId, { ...meta, headers: meta.headers, findDrift: () => meta.drift, ...changed });

/** A class, because an object literal with getters is slow to make. */
class Meta implements CallMeta {
  declare readonly operationId: string;
  declare readonly status: CallMeta['status'];
  declare readonly attempts: CallMeta['attempts'];
  declare readonly warnings: CallMeta['warnings'];
  declare readonly replayed: boolean;
  declare readonly certainty: CallMeta['certainty'];
  declare readonly existed: CallMeta['existed'];
  declare readonly idempotencyKey: CallMeta['idempotencyKey'];
  readonly #headers: Headers | undefined;
  readonly #findDrift: MetaParts['findDrift'];

  constructor(operationId: string, parts: MetaParts) {
    this.operationId = operationId;
    this.status = parts.status;
    this.attempts = parts.attempts ?? [];
    this.warnings = parts.warnings ?? [];
    this.replayed = parts.replayed ?? false;
    this.certainty = parts.certainty ?? 'certain';
    this.existed = parts.existed;
    this.idempotencyKey = parts.idempotencyKey;
    this.#headers = parts.headers;
    this.#findDrift = parts.findDrift;
  }

  get headers(): Headers | undefined {
    return withoutCookies(this.#headers);
  }

  get drift(): readonly Drift[] {
    return this.#findDrift?.() ?? [];
  }

  get requestId(): string | undefined {
    return requestIdOf(this.#headers);
  }

  toJSON(): object {
    const { drift, requestId } = this;
    return { ...this, drift, requestId };
  }
}

/** A session cookie of the provider is a credential: nothing that is printed may show it. */
function withoutCookies(headers: Headers | undefined): Headers | undefined {
  if (!headers?.get('set-cookie')) return headers;
  const shown = new Headers(Object.fromEntries(headers));
  shown.delete('set-cookie');
  return shown;
}
