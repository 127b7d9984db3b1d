import { phrases, squeeze, wordsOf } from './words-of.ts';

/** What says of a person that they are not to be called, in a column's name or in a cell. */
const ENGLISH =
  /^((please )?do ?not ?(call|contact|phone|disturb|ring)( again)?|(please )?don ?t ?(call|contact)( again| me)?|dnc|dnd|ndnc|no ?(more )?calls?|never (call|contact)|opt(ed)? ?out|has ?opted ?out|unsub(scribed?)?|do ?not ?call ?(list|registry|flag|status)|(dnc|dnd|ndnc) ?(list|status|flag|registry|registered|mobile|phone|cell|home|work)|(black|block) ?list(ed)?|(only|nur)( by| per)? (emails?|sms|texts?)|(emails?|sms|texts?|whats ?app) only|not? (by )?phone( calls?)?|wrong (number|no|phone|person)|(is )?deceased|c?tps( (registered|listed|status))?|dncr|ncpr|ndncr)$/;
/** Whole cells only: `noch kein Anruf erfolgt` says something else. */
const ALONE = phrases(
  'keine Anrufe, kein Anruf, désinscrit, désabonné, отписан, отписался, aranmasın, Robinsonliste, opposizione, registro opposizioni',
  'gesperrt, Sperrvermerk, SPERR, verstorben, décédé, décédée, fallecido, fallecida, falecido, falecida, deceduto, deceduta, overleden, zmarł, zmarła',
);
/** Alone, or inside a longer text. */
const ABROAD = phrases(
  'nicht anrufen, nicht mehr anrufen, nicht kontaktieren, nicht mehr kontaktieren, keine weiteren Anrufe, keine Anrufe mehr, Werbesperre',
  'Kontaktsperre, Anrufsperre, Telefonsperre, ne pas appeler, ne plus appeler, ne pas contacter, ne plus contacter, ne veut plus être appelé',
  'ne souhaite plus être contacté, Bloctel, liste Bloctel, no llamar, no llamar más, no volver a llamar, no contactar, no molestar, lista Robinson',
  'no quiere que le llamen, não ligar, não ligar mais, não contatar, não contactar, não perturbe, não perturbar, descadastrado, não quer receber ligações',
  'non chiamare, non richiamare, non contattare, non disturbare, niet bellen, niet meer bellen, niet contacteren, bel me niet, nie dzwonić',
  'nie kontaktować, aramayın, не звонить, больше не звонить, не беспокоить, отказ от звонков, ne zvonit, не дзвонити, कॉल न करें, फ़ोन न करें',
  'संपर्क न करें, لا تتصل, عدم الاتصال, يرجى عدم الاتصال, jangan telepon, jangan hubungi, đừng gọi, 请勿致电, 勿扰, 请勿打扰, 電話不可, 架電禁止, 전화 금지, 수신거부',
);
const WRONG_NUMBER = phrases(
  'falsche Nummer, falsche Rufnummer, falsche Telefonnummer, falsche Handynummer, Nummer falsch, Nummer ist falsch, Nummer nicht vergeben',
  'faux numéro, mauvais numéro, numéro erroné, numéro non attribué, número equivocado, número incorrecto, número erróneo, número errado',
  'número incorreto, número não existe, número inexistente, numero sbagliato, numero errato, numero inesistente, verkeerd nummer, zły numer',
  'błędny numer, yanlış numara, неверный номер, неправильный номер, номер не существует, गलत नंबर, رقم خاطئ, 空号, 打错, 番号違い, salah nomor, nomor salah',
);
const OTHER_LANGUAGES: ReadonlySet<string> = new Set(
  [...ALONE, ...ABROAD, ...WRONG_NUMBER, 'bitte nicht anrufen'].map(squeeze),
);

/** Do the words say that and nothing else: `Do not call`, `DND`, `nicht anrufen`? */
export const isPhraseOf = (words: readonly string[]): boolean =>
  ENGLISH.test(words.join(' ')) || OTHER_LANGUAGES.has(words.join(''));

const WHOM =
  'me|him|her|them|us|again|anymore|any|more|please|this|person|lead|customer|client|under|circumstances|ever';
/** What follows where a time is meant, `do not call before 6`, or another way to reach the person, `do not call the office`. */
const ONLY_THEN =
  'before|after|between|on|until|till|unless|if|in|during|at|from|now|today|tonight|tomorrow|yet|back|when|while|the|his|my|their|our|home|office|work|mobile|cell|landline';
const CALL = '(call|calls|called|calling|contact|contacted|contacting|phone|phoned|phoning|ring|ringing|disturb)';
const NOT_CALL = [
  `(do not|don ?t|never|stop|quit) ${CALL}`,
  `(asked|asks|wants?|wishe?s?|requested|said|prefers?|told)( us| me)? (not to be|not to|to not be|to not) (be )?${CALL}`,
  `(do|does|did) ?(not|nt) (want|wish|like)( us)?( to be| to| any| more| further| our| phone)* ${CALL}`,
  `no longer (wants?|wishes)( to be| to| any| more| phone)* ${CALL}`,
  'no (more|further) (phone )?calls',
].join('|');
const LISTED = [
  '(take|took|taken|remove|removed|delete|deleted)( me| him| her| them| us| number| lead| name)? (off|from) ((the|our|your|all|any) )?((call|calling|contact|phone|dialer|dialler) )?(lists?|database|records)',
  '(is|on|in|as|marked) ((the|our) )?(dnc|dnd|ndnc|do not call|do not contact|black ?list)',
  '(opted out|opts out|unsubscribed) (of|from) (all |any |the |our |phone )*(calls?|contact|communications?|everything)',
].join('|');
const WRONG = [
  'wrong ((phone|mobile|contact|cell) )?(number|no|person)',
  '(number|phone|mobile) (is|was) (wrong|incorrect|invalid|disconnected|not (his|hers|theirs))',
  '(number|phone) (does ?not|does ?nt) (belong|exist)',
  'not (his|her|their|the right) (number|phone)',
].join('|');
/** Words that put a time to it: `nicht anrufen vor 18 Uhr`. */
const TIME_ABROAD =
  '(vor|nach|bis|zwischen|avant|apres|entre|antes|despues|depois|prima|dopo|tra|voor|tussen|przed|miedzy|до|после|между)';
const written = (texts: readonly string[]): string =>
  texts
    .map((phrase) => wordsOf(phrase).join(' '))
    // Scripts without spaces between words.
    .map((phrase) => (/[\p{Script=Han}\p{Script=Hangul}]/u.test(phrase) ? `.*${phrase}.*` : phrase))
    .join('|');

/** Inside a sentence of notes, in words as `wordsOf` gives them. */
export const SENTENCES: readonly RegExp[] = [
  new RegExp(`(^| )(${NOT_CALL})( (${WHOM}))*( (?!(${WHOM}|${ONLY_THEN})\\b)|$)`),
  new RegExp(`(^| )(${LISTED}|${WRONG}|${written(WRONG_NUMBER)})( |$)`),
  new RegExp(`^(?!.*\\b${TIME_ABROAD} (um )?\\d)(.* )?(${written(ABROAD)})( (?!${TIME_ABROAD} )|$)`, 'u'),
];
