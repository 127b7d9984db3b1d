import { fileURLToPath } from 'node:url';
import { getHttpOperationsFromSpec } from '@stoplight/prism-http';
import { createServer } from '@stoplight/prism-http-server';

/** Prism in front of one provider: it answers itself, or hands requests on and judges both directions. */
export interface PrismServer {
  readonly url: string;
  /** A `fetch` that notes what Prism objects to. */
  readonly fetch: (url: string, init?: RequestInit) => Promise<Response>;
  /** What Prism objected to since the last look; a route that the spec lacks is one, too. */
  takeViolations(): readonly Violation[];
  close(): Promise<void>;
}

interface Violation {
  readonly location: readonly string[];
  readonly severity: string;
  readonly code: string | number;
  readonly message: string;
}

interface PrismOptions {
  /** The generated package whose bundled document is the judge. */
  readonly provider: string;
  /** Answers are made up from the schemas instead of taken from the examples. */
  readonly isDynamic?: boolean;
  /** Where requests go; without it Prism answers. */
  readonly upstream?: string;
}

const ignore = (): void => undefined;
const SILENT = {
  info: ignore,
  success: ignore,
  warn: ignore,
  error: ignore,
  debug: ignore,
  trace: ignore,
  fatal: ignore,
};
const logger = { ...SILENT, child: () => logger };

type Config = Parameters<typeof createServer>[1]['config'];
type Logger = Parameters<typeof createServer>[1]['components']['logger'];

export async function startPrism({ isDynamic = false, provider, upstream }: PrismOptions): Promise<PrismServer> {
  const document = fileURLToPath(new URL(`../../generated/${provider}/openapi.json`, import.meta.url));
  const checks = { validateRequest: true, validateResponse: true, checkSecurity: true, errors: false };
  const both = { ...checks, mock: { dynamic: isDynamic }, upstreamProxy: undefined };
  const config: Config =
    upstream === undefined ? { ...both, isProxy: false } : { ...both, isProxy: true, upstream: new URL(upstream) };
  const components = { logger: logger as unknown as Logger };
  const server = createServer(await getHttpOperationsFromSpec(document), { cors: false, config, components });
  const url = await server.listen(0, '127.0.0.1');
  let violations: Violation[] = [];
  return {
    url,
    async fetch(address, init) {
      const response = await fetch(address, init);
      violations.push(...violationsOf(response.headers.get('sl-violations')));
      return response;
    },
    takeViolations() {
      const taken = violations;
      violations = [];
      return taken;
    },
    close: () => server.close(),
  };
}

function violationsOf(header: string | null): Violation[] {
  if (header === null) return [];
  if (!header.startsWith('['))
    return [{ location: [], severity: 'Error', code: 'too-many', message: header.slice(0, 1_000) }];
  return JSON.parse(header) as Violation[];
}
