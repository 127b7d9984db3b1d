/** Why a number cannot be used, closed. */
export type PhoneReason =
  | 'not-a-number'
  | 'too-short'
  | 'too-long'
  | 'invalid-length'
  | 'invalid-country'
  | 'needs-country'
  | 'ambiguous-number'
  | 'not-dialable'
  | 'several-numbers'
  | 'scientific-notation';

/** What a person should do about it, one sentence a reason. */
export const PHONE_ADVICE: Record<PhoneReason, string> = {
  'not-a-number': 'is not a phone number',
  'too-short': 'is too short for its country',
  'too-long': 'is too long for its country',
  'invalid-length': 'has a length that its country does not use',
  'invalid-country': 'starts with a country calling code that does not exist',
  'needs-country': 'has no country: write it with + and the country calling code, or set defaultCountry',
  'ambiguous-number':
    'can be read as two numbers: write + in front if it begins with a country calling code, or the trunk prefix (such as 0) if it is national',
  'not-dialable': 'cannot be dialled in this form (the provider takes E.164 with 9 to 15 digits)',
  'several-numbers': 'holds more than one number: split it',
  'scientific-notation':
    'was turned into a rounded number by a spreadsheet: format the column as text and paste it again',
};
