import type { Scheduler } from './clock.ts';
import type { Open, WebhookRecord } from './record.ts';
import type { ProviderName, WebhookNote } from './simulator.ts';

/** Where webhooks go instead of the network: somebody's handler, called in process. */
export type WebhookReceiver = (request: Request) => Response | Promise<Response>;

export interface WebhookSender {
  readonly sent: readonly WebhookRecord[];
  send(provider: ProviderName, webhook: WebhookNote): void;
  reset(): void;
}

/** assumption: a receiver that takes longer has failed; no vendor says how long it waits. */
const RECEIVER_TIMEOUT_MS = 10_000;

/** Rejects when the signal says so: a handler that is called in process need not look at it. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));
}

export function createWebhookSender(clock: Scheduler, receiver: WebhookReceiver | undefined): WebhookSender {
  const sent: Open<WebhookRecord>[] = [];

  async function post(webhook: WebhookNote): Promise<number> {
    const request = new Request(webhook.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...webhook.headers },
      body: JSON.stringify(webhook.body),
      signal: AbortSignal.timeout(RECEIVER_TIMEOUT_MS),
    });
    const answer = receiver === undefined ? globalThis.fetch(request) : receiver(request);
    const response = await Promise.race([answer, aborted(request.signal)]);
    await response.body?.cancel();
    return response.status;
  }

  function attempt(provider: ProviderName, webhook: WebhookNote, count: number, at: number): void {
    const { event, url, body } = webhook;
    const record: Open<WebhookRecord> = { provider, event, url, body, attempt: count, at, status: undefined };
    sent.push(record);
    const work = post(webhook).then(
      (status) => {
        record.status = status;
        return status >= 200 && status < 300;
      },
      () => false,
    );
    clock.wait(
      work.then((arrived) => {
        const delayMs = webhook.retryDelaysMs?.[count - 1];
        if (arrived || delayMs === undefined || !sent.includes(record)) return;
        clock.at(at + delayMs, () => attempt(provider, webhook, count + 1, at + delayMs));
      }),
    );
  }

  return {
    sent,
    send: (provider, webhook) => attempt(provider, webhook, 1, clock.now()),
    reset() {
      sent.length = 0;
    },
  };
}
