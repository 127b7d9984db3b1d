import type { ClientOptions, Credential } from '@leadwire/core';
import {
  checkBaseUrl,
  fromEnvironment,
  misconfigured,
  type ResolvedOptions,
  requireCredential,
  resolveOptions,
} from '@leadwire/core/provider';
import { api, operations } from '@leadwire/generated-telecrm';

/** Options of {@link createTelecrm}. */
export interface TelecrmOptions extends ClientOptions {
  /**
   * The workspace's id: dashboard, Settings, Website and API.
   * @default process.env.TELECRM_ENTERPRISE_ID
   * @example createTelecrm({ enterpriseId: 'ent_123456' })
   */
  readonly enterpriseId?: string | undefined;
  /**
   * A token of type Sync, for everything but the queue, or a function that fetches one before each request.
   * @default process.env.TELECRM_SYNC_TOKEN
   * @example createTelecrm({ syncToken: () => secrets.get('telecrm-sync') })
   */
  readonly syncToken?: Credential | undefined;
  /**
   * A token of type Async, for `leads.upsertAsync` alone, or a function that fetches one before each request.
   * @default process.env.TELECRM_ASYNC_TOKEN
   * @example createTelecrm({ asyncToken: () => secrets.get('telecrm-async') })
   */
  readonly asyncToken?: Credential | undefined;
  /**
   * The base URL of the Async API.
   * @default https://next-api.telecrm.in
   * @example createTelecrm({ asyncBaseUrl: 'http://127.0.0.1:4010/telecrm' })
   */
  readonly asyncBaseUrl?: string | undefined;
  /**
   * Which lead fields of your workspace hold phones, by API name. The first holds the phone of a neutral lead.
   * @default ['phone']
   * @example createTelecrm({ phoneFields: ['phone', 'whatsapp'] })
   */
  readonly phoneFields?: readonly string[] | undefined;
}

/** Sync: no number is documented; a project of the vendor's people keeps to 3,600 an hour. */
const SYNC_RATE = [{ limit: 1, perMs: 1_000 }];
/** Async: 18,000 an hour for a token are documented. */
const ASYNC_RATE = [
  { limit: 5, perMs: 1_000 },
  { limit: 18_000, perMs: 3_600_000 },
];

const WHERE = 'The telecrm dashboard makes tokens under Settings, Website and API.';

interface ReadOptions {
  readonly enterpriseId: string;
  readonly syncToken: Credential | undefined;
  readonly asyncToken: Credential | undefined;
  readonly asyncBaseUrl: string;
  readonly phoneFields: readonly string[];
  readonly common: ResolvedOptions;
}

export function readOptions(options: TelecrmOptions): ReadOptions {
  const common = resolveOptions(options, {
    provider: 'telecrm',
    own: { enterpriseId: true, syncToken: true, asyncToken: true, asyncBaseUrl: true, phoneFields: true },
    baseUrl: api.server,
    limits: SYNC_RATE,
    bucketLimits: { sync: SYNC_RATE, async: ASYNC_RATE },
  });
  const syncToken = unlessBlank(options.syncToken ?? fromEnvironment('TELECRM_SYNC_TOKEN'));
  const asyncToken = unlessBlank(options.asyncToken ?? fromEnvironment('TELECRM_ASYNC_TOKEN'));
  const say = { provider: 'telecrm', where: WHERE };
  const enterpriseId = requireCredential(options.enterpriseId ?? fromEnvironment('TELECRM_ENTERPRISE_ID'), {
    ...say,
    option: 'enterpriseId',
    variable: 'TELECRM_ENTERPRISE_ID',
  }).trim();
  if (/^\.{0,2}$/.test(enterpriseId)) {
    throw misconfigured('telecrm', {
      option: 'enterpriseId',
      message: 'is not a valid id',
      code: 'invalid-path-value',
      hint: WHERE,
    });
  }
  requireCredential(syncToken ?? asyncToken, {
    ...say,
    option: 'syncToken or asyncToken',
    variable: 'TELECRM_SYNC_TOKEN or TELECRM_ASYNC_TOKEN',
  });
  const asyncBaseUrl = checkBaseUrl(
    options.asyncBaseUrl ?? operations['leads.upsertAsync'].server,
    'telecrm',
    options.allowInsecureHttp === true,
  );
  return { enterpriseId, syncToken, asyncToken, asyncBaseUrl, phoneFields: options.phoneFields ?? ['phone'], common };
}

/** A blank token counts as missing: the call that needs it says so. */
const unlessBlank = (token: Credential | undefined): Credential | undefined =>
  typeof token === 'string' && token.trim() === '' ? undefined : token;
