// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g;

/** Text from a file or a provider without control characters: none of it can steer the terminal. */
export const clean = (text: string): string => text.replace(CONTROL, ' ').trim();
