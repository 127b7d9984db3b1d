import { LeadwireError } from './errors.ts';

/**
 * A value of which a process has one, although leadwire may be loaded twice: by `import` and by `require`, or in two versions.
 * @param shape - raise it whenever the value changes in a way that another version could not use: values of different shapes are not shared
 * @example const accounts = perProcess('limiters', 1, () => new Map());
 */
export function perProcess<Value>(name: string, shape: number, create: () => Value): Value {
  const registry = globalThis as { [key: symbol]: unknown };
  const key = Symbol.for(`leadwire.${name}/${shape}`);
  registry[key] ??= create();
  return registry[key] as Value;
}

/** What tells a page from other runtimes. */
interface Surroundings {
  readonly document?: unknown;
  readonly process?: { readonly versions?: { readonly node?: string } } | undefined;
}

/** True in a page of a browser; jsdom and Electron's main window run on Node and hold no page that a stranger opens. */
function isBrowser({ document, process }: Surroundings): boolean {
  return document !== undefined && process?.versions?.node === undefined;
}

/**
 * A key in a page is everyone's key.
 * @throws LeadwireError of kind `misconfigured` in a browser
 */
export function refuseBrowser(provider: string, surroundings: Surroundings = globalThis as Surroundings): void {
  if (!isBrowser(surroundings)) return;
  throw new LeadwireError(
    'misconfigured',
    `${provider}: a browser would show the credentials to everyone who opens the page`,
    {
      provider,
      hint: 'Call the API from a server of yours. If the users of the page hold the credentials anyway, set dangerouslyAllowBrowser.',
    },
  );
}
