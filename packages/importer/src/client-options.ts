import type { ClientOptions } from '@leadwire/core';
import { checkCountry } from '@leadwire/files';
import type { Environment } from './destinations.ts';
import { Fault } from './fault.ts';

/** Options of every command that reaches a provider. */
export interface ConnectionOptions {
  readonly baseUrl?: string | undefined;
  readonly allowInsecureHttp?: boolean | undefined;
  /** Requests a second; `off` for none of our limits. */
  readonly rate?: number | 'off' | undefined;
  readonly country?: string | undefined;
  /** Name of the account, which outlives its keys. */
  readonly account?: string | undefined;
}

/** `--account`, LEADWIRE_ACCOUNT, or `default`. */
export const accountOf = ({ account }: ConnectionOptions, env: Environment): string =>
  account || env.LEADWIRE_ACCOUNT || 'default';

type Client = Pick<ClientOptions, 'baseUrl' | 'defaultCountry' | 'limits' | 'allowInsecureHttp'>;

/** The flags of a command as a client's options. */
export function clientOptions({ baseUrl, allowInsecureHttp, rate, country }: ConnectionOptions): Client {
  if (baseUrl !== undefined) checkAddress(baseUrl, allowInsecureHttp === true);
  return {
    baseUrl,
    allowInsecureHttp,
    defaultCountry: checkCountry(country),
    ...(rate !== undefined && { limits: rate === 'off' ? false : [{ limit: 1, perMs: 1000 / rate }] }),
  };
}

function checkAddress(text: string, allowInsecureHttp: boolean): void {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new Fault(`--base-url ${text || '""'} is not a web address.`, {
      hints: ['Write the whole address: https://api.example.com'],
    });
  }
  if (url.username !== '' || url.password !== '') {
    throw new Fault('--base-url contains a user name or a password.', {
      hints: ['Remove it: credentials are read from the environment (leadwire import --help names the variables).'],
    });
  }
  if (url.search !== '' || url.hash !== '') {
    throw new Fault('--base-url contains a query or a fragment, which would not be sent.', {
      hints: [`Use the address alone: --base-url ${url.origin}${url.pathname}`],
    });
  }
  if (url.protocol === 'http:' && !allowInsecureHttp && !isLoopback(url.hostname)) {
    throw new Fault('--base-url is plain http: credentials and leads would be sent unencrypted.', {
      hints: ['Use https, or add --allow-insecure-http if the network is safe.'],
    });
  }
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || host.endsWith('.localhost') || /^127(\.\d{1,3}){3}$/.test(host);
