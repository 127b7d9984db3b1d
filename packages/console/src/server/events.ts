import type { SSEStreamingApi } from 'hono/streaming';
import type { PageImporter } from '../importer/page-importer.ts';

/** The page is told of changes at most so often. */
const EVENT_MS = 200;

/** Sends the state now and after each change, until the page goes away. */
export async function sendStates(importer: PageImporter, stream: SSEStreamingApi): Promise<void> {
  let wake = (): void => undefined;
  let isChanged = true;
  const end = importer.onChange(() => {
    isChanged = true;
    wake();
  });
  stream.onAbort(() => wake());
  try {
    while (!stream.aborted) {
      if (isChanged) {
        isChanged = false;
        await stream.writeSSE({ data: JSON.stringify(importer.state()) });
        await new Promise((resolve) => setTimeout(resolve, EVENT_MS));
      } else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  } finally {
    end();
  }
}
