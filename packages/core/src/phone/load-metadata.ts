import type { PhoneMetadata, PhoneMetadataChoice } from './metadata.ts';

const loaded = new Map<PhoneMetadataChoice, Promise<PhoneMetadata> | PhoneMetadata>();

/**
 * Loads metadata, once; a client does so with its first phone, so that a program without phones does not carry it. Ahead of that it is for tests
 * with fake timers, which do not move an import on.
 * @example
 * await loadPhoneMetadata()
 * vi.useFakeTimers()
 */
export function loadPhoneMetadata(choice: PhoneMetadataChoice = 'max'): Promise<PhoneMetadata> | PhoneMetadata {
  if (typeof choice !== 'string') return choice;
  const known = loaded.get(choice);
  if (known !== undefined) return known;
  const loading = importMetadata(choice).then(
    (metadata) => {
      loaded.set(choice, metadata);
      return metadata;
    },
    (error: unknown) => {
      loaded.delete(choice);
      throw error;
    },
  );
  loaded.set(choice, loading);
  return loading;
}

async function importMetadata(choice: 'min' | 'max' | 'mobile'): Promise<PhoneMetadata> {
  switch (choice) {
    case 'min':
      return (await import('libphonenumber-js/min/metadata')).default;
    case 'max':
      return (await import('libphonenumber-js/max/metadata')).default;
    case 'mobile':
      return (await import('libphonenumber-js/mobile/metadata')).default;
    default:
      return choice satisfies never;
  }
}
