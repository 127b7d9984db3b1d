export type { Delivery, DeliveryHeaders, Secrets, SignatureFault, UrlSecretOptions } from '@leadwire/core/webhooks';
export { checkUrlSecret } from '@leadwire/core/webhooks';
export type { InboundCallWebhook, ReadReceiptWebhook, WhatsAppVoiceWebhook } from '@leadwire/generated-autocalls';
export { deliveryKey } from './delivery-key.ts';
export type * from './events.ts';
export { parseWebhook } from './parse-webhook.ts';
export type { VerifiedEvent, VerifyOptions } from './verify-read-receipt.ts';
export { verifyReadReceipt } from './verify-read-receipt.ts';
