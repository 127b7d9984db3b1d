/** Response bodies are read up to this many bytes. */
export const MAX_BODY_BYTES = 10 * 1024 * 1024;

export class BodyTooLarge extends Error {
  constructor(maxBytes: number) {
    super(`the answer is larger than ${maxBytes} bytes`);
    this.name = 'BodyTooLarge';
  }
}

/** The whole body as text, or an error once it grows over the cap; the rest is cancelled then, and when `signal` aborts. */
export function readBody(response: Response, maxBytes: number = MAX_BODY_BYTES, signal?: AbortSignal): Promise<string> {
  const announced = Number(response.headers.get('content-length') ?? Number.NaN);
  if (announced > maxBytes) {
    discardBody(response);
    return Promise.reject(new BodyTooLarge(maxBytes));
  }
  // An announced length is kept by the HTTP parser, unless the bytes unfold on the way.
  if (announced >= 0 && !response.headers.get('content-encoding')) return response.text();
  return response.body ? readStream(response.body, maxBytes, signal) : response.text();
}

async function readStream(
  body: ReadableStream<Uint8Array>,
  maxBytes: number,
  signal: AbortSignal | undefined,
): Promise<string> {
  const reader = body.getReader();
  signal?.addEventListener('abort', () => void reader.cancel().catch(() => undefined), { once: true });
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    bytes += value.byteLength;
    if (bytes > maxBytes) {
      reader.cancel().catch(() => undefined);
      throw new BodyTooLarge(maxBytes);
    }
    text += decoder.decode(value, { stream: true });
  }
}

/** Gives the connection back without reading on. */
export function discardBody(response: Response): void {
  response.body?.cancel().catch(() => undefined);
}
