import { phrases, squeeze, wordsOf } from './words-of.ts';

// Words that are not the name of a field by themselves, and change what a header means.

const list = (...lines: readonly string[]): ReadonlySet<string> => new Set(lines.flatMap(wordsOf));
const names = (...lines: readonly string[]): ReadonlySet<string> => new Set(phrases(...lines).map(squeeze));

/** Around a known name, they change nothing: it is still the lead's. */
export const NEUTRAL: ReadonlySet<string> = list(
  'lead leads customer client contact contacts prospect your you main primary the a and person people enter required',
  'sender subscriber billing enquirer inquirer requester submitter enquiry inquiry query column value my full individual default saved public properties attributes',
  'kunde kunden kundin interessent cliente clientes del de da do dos la le du des der die das of for kontakt kontakts klient lid wert',
  'ihr ihre deine dein vos votre su tu tus seu sua il lo je uw contacto contato contatto prospecto ',
  'контакт контакта контактный лид лида клиент клиента абонент абонента заказчик заказчика покупатель покупателя ваш твой',
  'العميل عميل العملاء ग्राहक आपका आपकी अपना klien pelanggan musteri müşteri müşterinin khách hàng 客户 お客様',
);

/** The lead by what it does. Of two of them (`Student Mobile`, `Parent Mobile`) only a person can tell which is meant. */
export const ROLES: ReadonlySet<string> = list(
  'buyer invitee applicant student patient candidate attendee guest member visitor registrant participant respondent user insured borrower',
);

/** Behind "phone": which of the lead's own phones it is, from the one that is answered by its owner to the last resort. */
export const PHONE_KINDS: readonly (readonly [kind: string, words: ReadonlySet<string>])[] = [
  [
    'mobile',
    list('mobile mobil cell cellular whatsapp wa smartphone handy mob móvil celular portable kom моб мобильный'),
  ],
  [
    'plain',
    list(
      'primary main preferred best personal own direct e164 formatted registered default principal principale haupt główny основной الأساسي',
    ),
  ],
  [
    'home',
    list(
      'home ah private privat privater priv house residence residential evening day night domicile domicilio particular casa residencial',
      'abitazione thuis domowy ev домашний дом घर المنزل منزل rumah hem hjem koti',
    ),
  ],
  [
    'work',
    list(
      'work bh business office geschäftlich geschäftl gesch dienstlich dienstl dienst büro firma bureau travail professionnel pro trabajo oficina trabalho',
      'escritório comercial profissional ufficio lavoro werk zakelijk kantoor służbowy firmowy рабочий раб офис служебный कार्यालय',
      'العمل عمل kantor arbete arbejde jobb työ',
    ),
  ],
  [
    'other',
    list(
      'other alt alternate alternative secondary second additional extra another 2nd weiteres weitere zweite autre otro otra outro outra',
      'altro altra andere inny дополнительный другой अन्य वैकल्पिक أخرى بديل lain lainnya',
    ),
  ],
  [
    'landline',
    list(
      'landline fixed festnetz std fijo fixe fixo fisso vast vaste stacjonarny sabit стационарный городской ثابت tetap fastnet',
    ),
  ],
];

/** `Mobile No.`, `Phone #2`, `Telefon-Nr.`, `Número de celular`. */
export const NUMBER_WORDS: ReadonlySet<string> = list(
  'number numbers no nr num nos numero número numer nomor nummer n sdt số номер رقم नंबर नं संख्या',
);

/** In front of a number word these name a number that cannot be dialled: `Order Number`, `Policy No.`. */
export const NUMBERED: ReadonlySet<string> = list(
  'order invoice bill booking account acct ac policy contract claim ticket case application roll admission registration enrolment loan card',
  'reference ref receipt file serial sr proposal quote quotation consignment tracking awb shipment transaction voucher job meter licence license',
  'passport tax vat gst pan aadhaar aadhar id identity house flat plot vehicle chassis engine model batch lot seat token queue',
  'auftrag auftrags bestell bestellung rechnung rechnungs vertrag vertrags konto steuer ausweis vorgang pedido factura contrato cuenta',
  'commande facture contrat compte dossier ordine fattura contratto conto zamówienia faktury umowy konta sipariş fatura sözleşme hesap',
  'заказа заявки договора счета счёта заказ заявка договор الطلب طلب الفاتورة العقد الحساب الهوية आवेदन खाता आधार pesanan rekening',
);

/** A column beside a phone or an e-mail address that holds something about it. */
export const ABOUT: ReadonlySet<string> = list(
  'type label country code codes ext extension status state verified valid validated validity carrier network operator provider',
  'opt optin optout opted out in consent consented date time count duration length prefix suffix score subject sent bounced bounce',
  'campaign is has have had can could may might should would do does did not allowed allow permission preferred preference prefers prefer',
  'method source hash hashed masked format clicked opened opens replied unsubscribed subscribed subscription dnc dnd dncmobile dncphone donotcall',
  'accept accepts accepted marketing note notes comment comments remark remarks attempts calls called call last when how which what why where reason brand model make plan bill',
  'flag result region area isd dial city zip postcode otp imei confirmed created updated modified added lead_id lookup linked',
  'bezeichnung typ étiquette etiqueta etichetta código vorwahl indicatif prefijo prefisso ddd тип код amount price recharge balance',
);

/** What things cost: no phone, whatever its digits. */
export const MONEY: ReadonlySet<string> = list(
  'budget price amount cost income salary revenue turnover value fee fees emi premium payment paid total subtotal spent',
  'preis betrag umsatz gehalt einkommen prix montant revenu precio importe ingresos preço valor renda prezzo importo reddito kwota cena бюджет цена сумма',
);

/** People and machines that are not the lead. */
export const OTHERS: ReadonlySet<string> = list(
  'agent owner assigned assignee receiver recipient executive rep representative salesperson salesman sales seller manager staff employee',
  'caller referrer referred referral emergency nominee guarantor spouse assistant fax pager telex isdn radio tty tdd callback support',
  'helpline helpdesk hotline dealer branch store supplier vendor advertiser virtual did tracking counselor counsellor coach driver courier',
  'rm kam consultant advisor adviser recruiter realtor betreuer betreuerin berater beraterin assistent assistentin assistenz sekretariat',
  'conseiller conseillère asesor asesora corretor corretora consultor consultora consulente doradca opiekun',
  'trainer teacher doctor lawyer broker operator telecaller bearbeiter verkaufer vertreter vendedor vendeur telefax telefaks faks télécopie',
  'télécopieur факс ответственный менеджер فاكس फैक्स shipping delivery bürge garante avaliste notfall',
);

/** The cells decide: elsewhere these words name something that is not a phone, a postcode in Brazil or a person. */
export const WEAK_PHONE_NAMES: ReadonlySet<string> = names(
  'number, numbers, no, num, nr, номер, numero, nummer, رقم, नंबर, 号码, 番号, 번호',
  'cep, cep no, contact, contacts, contact details, contact info, kontakt, contacto, contato, contatto, контакт',
  '联系方式, 連絡先, 연락처, संपर्क, hp, ph, wa, cel, line, caller id',
);

/** Scripts without spaces: a header that holds one of these is about a phone. */
export const PHONE_STEMS: ReadonlySet<string> = names(
  '手机, 手機, 电话, 電話, 携帯, 휴대, 핸드폰, 전화, 연락처, โทร, มือถือ',
);

/** Where such a header is about something else: a fax, an area code, a guardian, another person. */
export const NOT_PHONE_STEMS: ReadonlySet<string> = names(
  '传真, 傳真, 区号, 區號, ファックス, 팩스, 紧急, 緊急, 客服, 销售, 担当, 담당, 推荐人, 业务员',
);
