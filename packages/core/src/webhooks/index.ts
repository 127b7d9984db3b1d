export type { Delivery, DeliveryHeaders, LambdaEvent } from './delivery.ts';
export { deliveryKeyOf, parseJsonBytes, readDelivery } from './read-delivery.ts';
export type { DeliverySchema, Reader } from './read-fields.ts';
export { isRecord, partialReaderOf, readerOf } from './read-fields.ts';
export type { Secrets, UrlSecretOptions } from './secrets.ts';
export { checkUrlSecret } from './secrets.ts';
export type { CheckedBody, SignatureFault, SignatureScheme } from './signature.ts';
export { checkSignature } from './signature.ts';
