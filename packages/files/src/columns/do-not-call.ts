import { type Cell, filledText } from '../cells/cell.ts';
import { isPhraseOf, SENTENCES } from './do-not-call-words.ts';
import { fieldOfHeader } from './field-of-header.ts';
import { wordsOf } from './words-of.ts';

/** A column about other ways to reach a person. */
const ELSEWHERE = /^(email|mail|emails|fax|sms|text|texts|newsletter|mailing|marketing|whatsapp|push|post|letter)$/;
const FILLER =
  /^(lead|contact|customer|client|is|the|has|flag|status|list|date|time|at|on|from|of|calls?|phone|mobile|person|prospect|a|all)$/;
const STATUS =
  /(^|\s)(status|stage|reason|feedback|note|comment|disposition|outcome|state|result|tags?|labels?|list|category|segment|consent|permission|subscription|preference|remark|lifecycle|stadium|phase|statut|etat|estado|situacao|stato|stav|durum|статус|стадия|состояние|الحالة|حالة|状态|ステータス|상태)s?(\s|$)/;

const NO = new Set(
  [
    '0|0.0|false|no|n|f|off|nein|non|nee|nie|nao|não|нет|ні|hayır|否|いいえ|아니요|नहीं|لا|tidak|không|nej|nei|ei|ne|falsch|faux|falso',
    '-|--|none|clear|clean|allowed|ok|okay|callable|active|subscribed|opted in|opt in|not on list|not registered|unchecked|☐|✗|✘',
  ].flatMap((line) => line.split('|')),
);

/** Does a column say by its name who is not to be called: `DoNotCall`, `DNC`, `Opted out`, `Unsubscribed at`? */
export function isDoNotCallColumn(header: string): boolean {
  const [, outside = '', inside = ''] = /^([^(]*)\(([^)]*)\)\s*$/.exec(header) ?? [];
  if (outside !== '' && isDoNotCallColumn(outside) && !ELSEWHERE.test(inside.toLowerCase())) return true;
  const words = wordsOf(header);
  if (/^(only emails?|emails? only|(is )?blocked|is ?deleted)$/.test(words.join(' '))) return true;
  if (isCancelledColumn(header)) return true;
  if (words.length === 0 || words.length > 6 || words.some((word) => ELSEWHERE.test(word))) return false;
  if (isPhraseOf(words) || isPhraseOf([words.join('')])) return true;
  const kept = words.filter((word) => !FILLER.test(word));
  const said = words.filter(
    (word) =>
      !/^(lead|contact|customer|client|is|the|flag|status|list|date|at|on|from|person|prospect|a|has)$/.test(word),
  );
  return isPhraseOf(said) || (kept.length > 0 && kept.length < words.length && isPhraseOf(kept));
}

/** `Canceled` of an export of appointments: who has cancelled is asked about like who is not to be called. */
export const isCancelledColumn = (header: string): boolean =>
  /^((is|was|invitee|event|booking|appointment|meeting) )?cancell?ed$/.test(wordsOf(header).join(' '));

/** Columns in whose cells it may stand: `Status` with `Do not contact`, `Notes` with `Please don't call again`; not `Email status`. */
function mayHoldDoNotCall(header: string): boolean {
  const words = wordsOf(header);
  const isStatus = STATUS.test(words.join(' ')) && !words.some((word) => ELSEWHERE.test(word));
  return isStatus || ['notes', 'tags'].includes(fieldOfHeader(header)?.field ?? '');
}

/** The cell of a do-not-call column: anything but empty and no, a date included. */
export function saysYes(cell: Cell): boolean {
  const text = filledText(cell).toLowerCase();
  return text !== '' && !NO.has(text) && !/^(non|not|no)[\s-]/.test(text);
}

/** The cell says that and nothing else: a status, which may be quoted, and not free text. */
export const isDoNotCallPhrase = (cell: Cell): boolean => isPhraseOf(wordsOf(filledText(cell)));

/** More of a remark than this is not looked at. */
const MAX_REMARK = 2_000;
/** The cell of another column: `Do not contact`, `Wrong number`, also as one of several tags, or in a sentence. */
export function saysDoNotCall(cell: Cell): boolean {
  const text = filledText(cell).slice(0, MAX_REMARK);
  if (text === '') return false;
  return text.split(/[,;:|.!?\n()/]| [-–—] /).some((part) => {
    const words = wordsOf(part);
    return isPhraseOf(words) || SENTENCES.some((sentence) => sentence.test(words.join(' ')));
  });
}

/** A column in which people say whether they may be called: `Can we call you?`, `Contactable`, `Opt-in`, `Consent`. */
function asksForConsent(header: string): boolean {
  if (isDoNotCallColumn(header)) return false;
  const words = wordsOf(header);
  if (PREFERENCE.test(words.join(' '))) return true;
  const isElsewhere = words.some((word) => ELSEWHERE.test(word));
  if (isElsewhere && !words.some((word) => BY_PHONE.test(word))) return false;
  const text = words.join(' ');
  return (
    PERMISSION.test(text) ||
    (AGREES.test(text) && REACHES.test(text)) ||
    ABROAD.test(text) ||
    CONSENT.test(words.filter((word) => !CONSENT_FILLER.test(word)).join(' '))
  );
}

/** The cell of a column that asks for permission, or for the way to reach a person: `No`, `No, thanks`, `Opted out`, `E-mail only`. An empty cell says nothing. */
function refusesConsent(cell: Cell): boolean {
  const text = filledText(cell).toLowerCase();
  if (text === '' || MEANS_YES_OR_NOTHING.has(text) || /^no (preference|answer|reply)/.test(text)) return false;
  return (
    NO.has(text) ||
    REFUSED.test(text) ||
    text.split(/[,;|/&+]| and | und | et | y /).every((part) => NOT_BY_PHONE.test(part.trim())) ||
    saysDoNotCall(cell)
  );
}

const REFUSED =
  /^(non|not|no|nein|nee|nie|nao|não|нет|never|don'?t|do not|declined?|denied|refused?|withdrawn|revoked|disallowed|abgelehnt|verweigert|widerrufen|refusée?|rechazad[oa]|denegad[oa]|negad[oa]|recusad[oa]|rifiutat[oa]|negat[oa]|odmowa|geweigerd|отказ|отказано|reddedildi|ditolak)(?![\p{L}\p{N}])/u;
/** Ways to reach a person that are not a call. */
const NOT_BY_PHONE =
  /^((only|nur|solo|seulement|apenas) )?((via|by|per|par|por|in|an) )?(e-?mails?|mail|sms|text( messages?)?|whats ?app|chat|telegram|post|letter|brief|writing|correo( electrónico)?|courriel)( only| please| nur| bitte| solo| uniquement| apenas)?$/;
/** Columns in which people say how they want to be reached. */
const PREFERENCE =
  /^(preferred |best |desired |your )*((contact|communication|reach|reply) (method|channel|preference|mode|option|way|via|by)s?|(method|mode|way|channel) (of|to) (contact|communication|reach)( you)?)$|^how (would|do|should|can|may) (you|we) .*(contact|reach)|(bevorzugter |gewunschter )?kontakt(weg|art|kanal|aufnahme (per|uber))$|^(moyen|mode|canal) de contact( prefere)?$|^(medio|forma|via|canal) de contact[oa]( preferid[oa])?$/;

const BY_PHONE = /^(calls?|called|calling|phone|phoned|telephone|mobile)$/;
/** Words that ask for it, also inside a long question. */
const PERMISSION =
  /(^|\s)((can|may|could|shall|should) (we|i) (call|contact|phone|ring|reach)|(ok|okay|fine|happy|free|allowed|willing|safe) (to|for us to) (be )?(call|contact|phone|ring|called|contacted|phoned)|(consent|permission|agree|agrees|agreed|consented|permit|allow|authori[sz]e)( us)? (to|for) (be |being |receiving |receive )?(a |phone |telephone )?(call|calls|contact|phone|called|contacted|phoned|calling)|(can|may) (be )?(call|called|contact|contacted|phone|phoned))(\s|$)/;
/** Stems of two words that make a question together, whatever the language: agree, and reach by phone. */
const AGREES =
  /(^|\s)(agree|accept|aceit|acept|accett|acconsent|autoris|autoriz|authori|consent|consient|accord|acord|einverstand|einwillig|zustimm|erlaub|zgod|zgadzam|wyraz|toestem|akkoord|permis|permit|permet|соглас|разреш|izin|onay|सहमत|अनुमति|موافق|同意|允许)|同意|允许/;
const REACHES =
  /(^|\s)(contac?t|kontakt|kontak|call|phone|telef|appel|rappel|llam|ligac|ligar|chiam|anruf|angeruf|beld?|bellen|gebeld|zadzwon|dzwon|звон|aran|arama|संपर्क|कॉल|اتصال|الاتصال)|电话|联系/;
/** The same question in other languages, in the form that `wordsOf` gives. */
const ABROAD =
  /(durfen|konnen) wir (sie |dich |ihnen )?(telefonisch |per telefon )?(anrufen|kontaktieren|zuruckrufen)|(pouvons nous|peut on|puis je) (vous |te |t )?(appeler|contacter|rappeler)|(podemos|puedo) (llamar|contactar)|podemos (te |lhe |voce )?(ligar|contatar|contactar|telefonar)|possiamo (chiamar|contattar|telefonar)|mogen (we|wij) (je |u )?(bellen|contacteren)|czy mozemy (do ciebie |do pana |zadzwonic|dzwonic)|arayabilir miyiz|можно (ли )?(вам )?(по)?звонить|согласие на звон|يمكننا الاتصال|bolehkah kami (menelepon|menghubungi)|电话联系您吗|お電話してもよろしい/;
/** Names that ask for it as a whole. */
const CONSENT =
  /^(kontakt erlaubt|anruf erlaubt|telefonische kontaktaufnahme|einwilligung anruf|einwilligung|contactable|callable|reachable by phone|opt(ed)? ?in|consent|consented|(call|calls|calling|contact|phone|telephone) (allowed|permitted|ok|okay|consent|permission|opt in)|(allow|allows|accepts?) (call|calls|contact)|permission|subscribed|subscription|consentement|consentimiento|consentimento|consenso|zgoda|toestemming|onay|izin|согласие|सहमति|موافقة|同意|동의|werbeeinwilligung|werbeerlaubnis)$/;
const CONSENT_FILLER =
  /^(telefon|telefonisch|lead|customer|client|is|the|has|have|flag|status|given|gdpr|dsgvo|rgpd|lgpd|person|prospect|a|user)$/;
/** Stands among the words for no where the column says who is not to be called. */
const MEANS_YES_OR_NOTHING = new Set(
  '-|--|clear|clean|allowed|ok|okay|callable|active|subscribed|opted in|opt in|not on list|not registered'.split('|'),
);

/** Columns that say "do not call" by name, those whose cells may say it, and those that ask for permission. */
export type DoNotCallColumns = Readonly<Record<'named' | 'others' | 'consent', readonly number[]>>;

export function doNotCallColumns(
  header: readonly string[],
  { registryFlags, phoneColumns }: Readonly<Record<'registryFlags' | 'phoneColumns', readonly number[]>>,
): DoNotCallColumns {
  const columns = header.map((name, index) => ({ name, index }));
  const indexes = (isMeant: (column: { name: string; index: number }) => boolean): number[] =>
    columns.filter(isMeant).map(({ index }) => index);
  const named = indexes(({ name, index }) => isDoNotCallColumn(name) && !registryFlags.includes(index));
  const taken = [...named, ...registryFlags, ...phoneColumns];
  const others = indexes(({ name, index }) => mayHoldDoNotCall(name) && !taken.includes(index));
  return { named, others, consent: indexes(({ name }) => asksForConsent(name)) };
}

/** The columns of a row that say that its person is not to be called. */
export const refusalsIn = (cells: readonly Cell[], { named, others, consent }: DoNotCallColumns): number[] => [
  ...named.filter((index) => saysYes(cells[index])),
  ...others.filter((index) => saysDoNotCall(cells[index])),
  ...consent.filter((index) => refusesConsent(cells[index])),
];
