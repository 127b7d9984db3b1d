import type { GeneratedApi, OperationMeta, ProviderDefinition } from '../provider.ts';
import { createRouter, type Router } from './router.ts';

/** One base URL of one vendor. telecrm has two. */
export interface Mount {
  readonly provider: string;
  /** Its name in `server.urls`. */
  readonly urlName: string;
  /** The vendor's address, without a slash at its end. */
  readonly baseUrl: string;
  /** Its path on our server: `/telecrm/autoupdate/v2`. */
  readonly prefix: string;
  readonly router: Router;
}

/** A provider's base URLs, each with its operations. */
function serversOf(api: GeneratedApi): [baseUrl: string, operations: OperationMeta[]][] {
  const servers = new Map<string, OperationMeta[]>();
  for (const operation of Object.values(api.operations)) {
    const { server = api.server } = operation;
    servers.set(server, [...(servers.get(server) ?? []), operation]);
  }
  return Array.from(servers);
}

export function mountsOf(
  provider: string,
  { api, moreUrls = {} }: Pick<ProviderDefinition, 'api' | 'moreUrls'>,
): Mount[] {
  const names = new Map(Object.entries(moreUrls).map(([name, url]) => [url, name]));
  return serversOf(api).map(([baseUrl, operations]) => ({
    provider,
    urlName: names.get(baseUrl) ?? provider,
    baseUrl,
    prefix: `/${provider}${new URL(baseUrl).pathname.replace(/\/$/, '')}`,
    router: createRouter(operations),
  }));
}

/**
 * The vendor's addresses outside its base URLs, for requests with a wrong base URL. They match nothing, but belong to the vendor,
 * and the response names the nearest route with the base URL's path.
 */
export function straysOf(provider: string, api: GeneratedApi): Mount[] {
  return serversOf(api).flatMap(([baseUrl, operations]) => {
    const { origin, pathname } = new URL(baseUrl);
    if (baseUrl === origin) return [];
    const { nearest } = createRouter(operations.map((each) => ({ ...each, path: pathname + each.path })));
    return [
      {
        provider,
        urlName: provider,
        baseUrl: origin,
        prefix: `/${provider}`,
        router: { match: () => undefined, nearest },
      },
    ];
  });
}

/** The mount that `path` is under, and the rest of the path. The longest prefix wins, and of two the first: `/telecrm` is the beginning of another. */
export function findMount(mounts: readonly Mount[], path: string): { mount: Mount; path: string } | undefined {
  let found: Mount | undefined;
  for (const mount of mounts) {
    const isUnder =
      path.startsWith(mount.prefix) && (path.length === mount.prefix.length || path[mount.prefix.length] === '/');
    if (isUnder && (found === undefined || mount.prefix.length > found.prefix.length)) found = mount;
  }
  return found === undefined ? undefined : { mount: found, path: path.slice(found.prefix.length) };
}
