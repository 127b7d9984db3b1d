export type { UrlSecretOptions } from '@leadwire/core/webhooks';
export { checkUrlSecret } from '@leadwire/core/webhooks';
export { deliveryKey } from './delivery-key.ts';
export type * from './events.ts';
export type { ParseOptions } from './parse-webhook.ts';
export { parseWebhook } from './parse-webhook.ts';
