import { createRouter, type Router } from './router.ts';
import type { Provider, ProviderName } from './simulator.ts';

/** One base URL of one vendor. telecrm has two. */
export interface Mount {
  readonly provider: ProviderName;
  /** The vendor's own address, without a slash at its end. */
  readonly baseUrl: string;
  /** Where it stands on a real server of ours: `/telecrm/autoupdate/v2`. */
  readonly prefix: string;
  readonly router: Router;
}

/** A provider's base URLs, from its operations. */
export function mountsOf(name: ProviderName, provider: Provider): Mount[] {
  const operations = Object.values(provider.api.operations);
  const serverOf = (server: string | undefined) => server ?? provider.api.server;
  const servers = new Set(operations.map((operation) => serverOf(operation.server)));
  return Array.from(servers, (baseUrl) => ({
    provider: name,
    baseUrl,
    prefix: `/${name}${new URL(baseUrl).pathname.replace(/\/$/, '')}`,
    router: createRouter(operations.filter((operation) => serverOf(operation.server) === baseUrl)),
  }));
}

/** The mount that `path` is under, and the rest of the path. The longest prefix wins: `/telecrm` is the beginning of another. */
export function findMount(mounts: readonly Mount[], path: string): { mount: Mount; path: string } | undefined {
  let found: Mount | undefined;
  for (const mount of mounts) {
    const isUnder =
      path.startsWith(mount.prefix) && (path.length === mount.prefix.length || path[mount.prefix.length] === '/');
    if (isUnder && (found === undefined || mount.prefix.length > found.prefix.length)) found = mount;
  }
  return found === undefined ? undefined : { mount: found, path: path.slice(found.prefix.length) };
}
