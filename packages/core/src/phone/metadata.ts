import type { MetadataJson } from 'libphonenumber-js/core';

/** libphonenumber-js's own metadata: `min` knows lengths, `max` and `mobile` know types too. */
export type PhoneMetadata = MetadataJson;
export type PhoneMetadataChoice = 'min' | 'max' | 'mobile' | PhoneMetadata;
