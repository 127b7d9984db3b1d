import type { Scheduler } from './clock.ts';
import { createHistory, type History } from './history.ts';
import type { WebhookNote } from './provider.ts';
import type { Open, WebhookRecord } from './record.ts';
import { whenAborted } from './when-aborted.ts';

/** Receives webhooks in the process, instead of the network. */
export type WebhookReceiver = (request: Request) => Response | Promise<Response>;

export interface WebhookSender {
  readonly sent: History<WebhookRecord>;
  send(provider: string, webhook: WebhookNote): void;
  reset(): void;
}

/** assumption: a receiver that takes longer has failed; no vendor documents how long it waits. */
const RECEIVER_TIMEOUT_MS = 10_000;

interface WebhookSenderOptions {
  readonly clock: Scheduler;
  readonly receiver: WebhookReceiver | undefined;
  readonly historyLimit: number;
  /** Ends pending requests. */
  readonly closing: AbortSignal;
}

export function createWebhookSender({ clock, receiver, historyLimit, closing }: WebhookSenderOptions): WebhookSender {
  const sent = createHistory<Open<WebhookRecord>>(historyLimit);
  /** Counts the resets: a webhook from before a reset is not retried after it. */
  let resets = 0;

  /** The receiver's status. A handler in the process may ignore its signal, so the timeout is raced here. */
  async function post(webhook: WebhookNote): Promise<number> {
    const stop = new AbortController();
    const request = new Request(webhook.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...webhook.headers },
      body: JSON.stringify(webhook.body),
      signal: stop.signal,
    });
    let forget = () => {};
    const stopped = new Promise<never>((_, reject) => {
      forget = whenAborted([closing, AbortSignal.timeout(RECEIVER_TIMEOUT_MS)], (reason) => {
        stop.abort(reason);
        reject(reason);
      });
    });
    try {
      const response = await Promise.race([
        receiver === undefined ? globalThis.fetch(request) : receiver(request),
        stopped,
      ]);
      await response.body?.cancel();
      return response.status;
    } finally {
      forget();
    }
  }

  function attempt(provider: string, webhook: WebhookNote, count: number, at: number): void {
    const { event, url, body } = webhook;
    const record: Open<WebhookRecord> = { provider, event, url, body, attempt: count, at, status: undefined };
    sent.add(record);
    const begun = resets;
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
        if (arrived || delayMs === undefined || begun !== resets) return;
        clock.at(at + delayMs, () => attempt(provider, webhook, count + 1, at + delayMs));
      }),
    );
  }

  return {
    sent,
    send: (provider, webhook) => attempt(provider, webhook, 1, clock.now()),
    reset() {
      sent.reset();
      resets += 1;
    },
  };
}
