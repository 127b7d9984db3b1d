// Words that are not the name of a field by themselves, and change what a header means. All in the form that `wordsOf` gives.

const list = (...lines: readonly string[]): ReadonlySet<string> => new Set(lines.flatMap((line) => line.split(' ')));

/** Around a known name, they change nothing: it is still the lead's. */
export const NEUTRAL = list(
  'lead leads customer client contact contacts prospect your you user main primary the a person people enter required',
  'sender subscriber billing enquirer inquirer requester submitter enquiry inquiry query column value my full individual',
  'kunde kunden interessent cliente del de da do dos la le du des der die das of for kontakt lid',
);

/** The lead by what it does. Of two of them (`Student Mobile`, `Parent Mobile`) only a person can tell which is meant. */
export const ROLES = list(
  'buyer invitee applicant student patient candidate attendee guest member visitor registrant participant respondent',
);

/** Behind "phone": which of the lead's own phones it is, from the one that is answered by its owner to the last resort. */
export const PHONE_KINDS: readonly (readonly [kind: string, words: ReadonlySet<string>])[] = [
  ['mobile', list('mobile mobil cell cellular whatsapp wa smartphone handy')],
  ['plain', list('primary main preferred best personal own direct e164 formatted')],
  ['home', list('home private privat house residence residential evening day night')],
  ['work', list('work business office geschaftlich dienstlich')],
  ['other', list('other alt alternate alternative secondary second additional extra another 2nd')],
  ['landline', list('landline fixed festnetz std')],
];

/** `Mobile No.`, `Phone #2`, `Telefon-Nr.`, `Número de celular`. */
export const NUMBER_WORDS = list('number numbers no nr num nos numero numer nomor nummer n sdt номер número رقم नंबर');

/** A column beside a phone or an e-mail address that holds something about it. */
export const ABOUT = list(
  'type label country code codes ext extension status state verified valid validated validity carrier network operator provider',
  'opt optin optout opted out in consent consented date time count duration length prefix suffix score subject sent bounced bounce',
  'campaign is has have had can could may might should would do does did not allowed allow permission preferred preference prefers prefer',
  'method source hash hashed masked format clicked opened opens replied unsubscribed subscribed subscription dnc dnd dncmobile dncphone donotcall',
  'note notes comment comments remark remarks attempts calls called call last when how which what why where reason brand model make plan bill',
  'flag result region area isd dial city zip postcode otp imei confirmed created updated modified added lead_id lookup linked',
);

/** People and machines that are not the lead. */
export const OTHERS = list(
  'agent owner assigned assignee receiver recipient executive rep representative salesperson salesman sales seller manager staff employee',
  'caller referrer referred referral emergency nominee guarantor spouse assistant fax pager telex isdn radio tty tdd callback support',
  'helpline helpdesk hotline dealer branch store supplier vendor advertiser virtual did tracking counselor counsellor coach driver courier',
  'trainer teacher doctor lawyer broker operator telecaller bearbeiter verkaufer vertreter vendedor vendeur',
);

/** The cells decide: elsewhere these words name something that is not a phone, a postcode in Brazil or a person. */
export const WEAK_PHONE_NAMES: ReadonlySet<string> = new Set([
  ...[
    'number',
    'numbers',
    'no',
    'num',
    'nr',
    'номер',
    'numero',
    'número',
    'nummer',
    'رقم',
    'नंबर',
    '号码',
    '番号',
    '번호',
  ],
  ...[
    'cep',
    'cepno',
    'contact',
    'contacts',
    'contactdetails',
    'contactinfo',
    'kontakt',
    'contacto',
    'contato',
    'contatto',
    'контакт',
  ],
  ...['联系方式', '連絡先', '연락처', 'संपर्क', 'hp', 'ph', 'wa', 'cel', 'line', 'callerid'],
]);

/** Scripts without spaces: a header that holds one of these is about a phone. */
export const PHONE_STEMS: readonly string[] = [
  '手机',
  '手機',
  '电话',
  '電話',
  '携帯',
  '휴대',
  '핸드폰',
  '전화',
  '연락처',
  'โทร',
  'มือถือ',
];
/** Where such a header is about something else: a fax, an area code, a guardian. */
export const NOT_PHONE_STEMS: readonly string[] = [
  '传真',
  '傳真',
  '区号',
  '區號',
  'ファックス',
  '팩스',
  '紧急',
  '緊急',
];
