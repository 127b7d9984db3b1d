import { type Phone, type PhoneReason, parsePhone } from '@leadwire/core/phone';
import { saysDoNotCall } from '../columns/do-not-call.ts';
import { wordsOf } from '../columns/words-of.ts';

/** A cell's text as a number in a country, or why it is none. */
export type PhoneReader = (text: string, country: string | undefined) => Phone | PhoneReason;

/** Digits that do not say of which country they are: no `+`, no 0 in front. */
export const isDigitsAlone = (text: string): boolean => /^[1-9]\d{5,16}$/.test(text.replace(/[\s().\-/]/g, ''));

/** Reads phones by the rules of core, under its full metadata. */
export function createPhoneReader(digitsAlone: 'national' | 'international' | undefined): PhoneReader {
  return (text, defaultCountry) => {
    const phone = parsePhone(text, { defaultCountry, digitsAlone });
    return phone.ok ? phone.value : phone.error.reason;
  };
}

/** Beside a number, these say that it is no longer, or never was, this person's, or that no one answers there. */
const WRONG = new RegExp(
  `(^|\\s)(${[
    'fax|telefax|faks|pager|wrong|incorrect|invalid|fake|disconnected|out of service|not (working|valid|in use|in service|existing|exist|correct|his|hers)|no longer|does ?nt exist',
    '(old|previous|former) (number|no|mobile|phone|cell|one)|falsche?r?|ungultige?|nicht (mehr )?(gultig|vergeben|aktuell)|alte? (nummer|nr|handynummer)',
    'faux|mauvais|errone|ancien|equivocado|incorrecto|erroneo|no existe|antiguo|errado|incorreto|nao existe|antigo|sbagliato|errato|inesistente|vecchio',
    'verkeerd|onjuist|oud nummer|bledny|nieaktualny|yanlis|неверный|неправильный|не существует|старый|गलत|خطا|خاطي|空号|错误|番号違い|잘못된|salah',
  ].join('|')})(\\s|$)`,
);

/** What a phone's cell says beside its number: that it is not to be called, or that it is not the person's. */
export function phoneRemark(written: string): 'do-not-call' | 'wrong-number' | undefined {
  if (!/\p{L}/u.test(written)) return undefined;
  const remark = written.replace(/[\d+]/g, ' ');
  const words = wordsOf(remark).join(' ');
  if (WRONG.test(words) || words === 'old') return 'wrong-number';
  return saysDoNotCall(remark) ? 'do-not-call' : undefined;
}
