export type { Delivery, DeliveryHeaders, LambdaEvent } from './delivery.ts';
export { deliveryKeyOf, parseJsonBytes, readDelivery } from './read-delivery.ts';
export type { DeliverySchema, Reader } from './read-fields.ts';
export { isRecord, partialReaderOf, readerOf } from './read-fields.ts';
export type { Secrets } from './secrets.ts';
export type { CheckedBody, SignatureFault, SignatureScheme } from './signature.ts';
export { checkSignature } from './signature.ts';
export type { UrlSecretOptions } from './url-secret.ts';
export { checkUrlSecret } from './url-secret.ts';
