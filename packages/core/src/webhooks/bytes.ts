/** Bytes in a buffer that Web Crypto takes, in a form that TypeScript before 5.7 reads too. */
export type Bytes = Uint8Array & { readonly buffer: ArrayBuffer };
