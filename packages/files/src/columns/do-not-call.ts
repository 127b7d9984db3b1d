import { type Cell, filledText } from '../cells/cell.ts';
import { squeeze, wordsOf } from './words-of.ts';

/** What says of a person that they are not to be called, in a column's name or in a cell. */
const PHRASES =
  /^(do ?not ?(call|contact|phone|disturb|ring)|dont ?(call|contact)|dnc|dnd|ndnc|no ?call|opt(ed)? ?out|has ?opted ?out|unsubscribed?|do ?not ?call ?(list|registry|flag|status)|dnc ?(list|status|flag|registry)|blacklisted|blocklisted|bitte nicht anrufen|nicht anrufen|werbesperre|kontaktsperre|anrufsperre|ne pas (appeler|contacter)|no llamar|no contactar|nao (ligar|contatar)|non (chiamare|contattare)|niet bellen|nie dzwonic|aranmasin|ne zvonit|не звонить|отписан|отписался|请勿致电|勿扰)$/;
/** A column about other ways to reach a person. */
const ELSEWHERE = /^(email|mail|emails|fax|sms|text|texts|newsletter|mailing|marketing|whatsapp|push|post|letter)$/;
const FILLER =
  /^(lead|contact|customer|client|is|the|has|flag|status|list|date|at|on|from|of|calls?|phone|mobile|person|prospect|a|all)$/;
const STATUS =
  /(^|\s)(status|stage|disposition|outcome|state|result|tags?|labels?|list|category|segment|consent|permission|subscription|preference|remark|lifecycle)s?(\s|$)/;

const NO = new Set(
  [
    ...[
      '0',
      '0.0',
      'false',
      'no',
      'n',
      'f',
      'off',
      'nein',
      'non',
      'nee',
      'nie',
      'nao',
      'não',
      'нет',
      'hayır',
      '否',
      'अनहीं',
      'नहीं',
      'لا',
    ],
    ...[
      '-',
      '--',
      'none',
      'falsch',
      'faux',
      'falso',
      'clear',
      'clean',
      'allowed',
      'ok',
      'okay',
      'callable',
      'active',
      'subscribed',
      'opted in',
      'opt in',
      'not on list',
      'not registered',
      'unchecked',
      '☐',
      '✗',
      '✘',
    ],
  ].map((word) => word.toLowerCase()),
);

/** Does a column say by its name who is not to be called: `DoNotCall`, `DNC`, `Opted out`, `Unsubscribed at`? */
export function isDoNotCallColumn(header: string): boolean {
  const words = wordsOf(header);
  if (words.length === 0 || words.length > 6 || words.some((word) => ELSEWHERE.test(word))) return false;
  if (PHRASES.test(words.join(' ')) || PHRASES.test(words.join(''))) return true;
  const kept = words.filter((word) => !FILLER.test(word));
  const said = words.filter(
    (word) =>
      !/^(lead|contact|customer|client|is|the|flag|status|list|date|at|on|from|person|prospect|a|has)$/.test(word),
  );
  return (
    PHRASES.test(said.join(' ')) || (kept.length > 0 && kept.length < words.length && PHRASES.test(kept.join(' ')))
  );
}

/** Columns in whose cells it may stand: `Status` with `Do not contact`. */
export const mayHoldDoNotCall = (header: string): boolean => STATUS.test(wordsOf(header).join(' '));

/** The cell of a do-not-call column: anything but empty and no, a date included. */
export function saysYes(cell: Cell): boolean {
  const text = filledText(cell).toLowerCase();
  return text !== '' && !NO.has(text) && !/^(non|not|no)[\s-]/.test(text);
}

/** The cell of another column: `Do not contact`, also as one of several tags. */
export function saysDoNotCall(cell: Cell): boolean {
  const text = filledText(cell);
  if (text === '' || text.length > 200) return false;
  return text.split(/[,;|]|:::/).some((part) => PHRASES.test(wordsOf(part).join(' ')) && squeeze(part) !== '');
}

/** A column in which people say whether they may be called: `Can we call you?`, `Contactable`, `Opt-in`, `Consent`. */
export function asksForConsent(header: string): boolean {
  if (isDoNotCallColumn(header)) return false;
  const words = wordsOf(header);
  const isElsewhere = words.some((word) => ELSEWHERE.test(word));
  if (isElsewhere && !words.some((word) => BY_PHONE.test(word))) return false;
  const text = words.join(' ');
  return PERMISSION.test(text) || CONSENT.test(words.filter((word) => !CONSENT_FILLER.test(word)).join(' '));
}

/** The cell of a column that asks for permission: `No`, `No, thanks`, `Opted out`. An empty cell says nothing. */
export function refusesConsent(cell: Cell): boolean {
  const text = filledText(cell).toLowerCase();
  if (text === '' || MEANS_YES_OR_NOTHING.has(text)) return false;
  return (
    NO.has(text) ||
    /^(non|not|no|never|don'?t|do not|declined?|denied|refused?|withdrawn|revoked|disallowed)(?![\p{L}\p{N}])/u.test(
      text,
    ) ||
    saysDoNotCall(cell)
  );
}

const BY_PHONE = /^(calls?|called|calling|phone|phoned|telephone|mobile)$/;
/** Words that ask for it, also inside a long question. */
const PERMISSION =
  /(^|\s)((can|may|could|shall|should) (we|i) (call|contact|phone|ring|reach)|(ok|okay|fine|happy|free|allowed|willing|safe) (to|for us to) (be )?(call|contact|phone|ring|called|contacted|phoned)|(consent|permission|agree|agrees|agreed|consented|permit|allow|authori[sz]e)( us)? (to|for) (be |being |receiving |receive )?(a |phone |telephone )?(call|calls|contact|phone|called|contacted|phoned|calling)|(can|may) (be )?(call|called|contact|contacted|phone|phoned))(\s|$)/;
/** Names that ask for it as a whole. */
const CONSENT =
  /^(contactable|callable|reachable by phone|opt(ed)? ?in|consent|consented|(call|calls|calling|contact|phone|telephone) (allowed|permitted|ok|okay|consent|permission|opt in)|(allow|allows|accepts?) (call|calls|contact)|permission)$/;
const CONSENT_FILLER = /^(lead|customer|client|is|the|has|have|flag|status|given|gdpr|person|prospect|a|user)$/;
/** Stands among the words for no where the column says who is not to be called. */
const MEANS_YES_OR_NOTHING = new Set(
  '-|--|clear|clean|allowed|ok|okay|callable|active|subscribed|opted in|opt in|not on list|not registered'.split('|'),
);
