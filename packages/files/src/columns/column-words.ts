import type { LEAD_FIELDS } from '@leadwire/core';
import { phrases } from './words-of.ts';

/** A part of a neutral lead that a column can fill. */
export type LeadField = (typeof LEAD_FIELDS)[number];

/**
 * What people call their columns, in the languages that spreadsheets come in; the earlier, the surer.
 * Compared without case, accents and punctuation. Separated by commas.
 */
const WORDS: Readonly<Record<LeadField, readonly string[]>> = {
  phone: [
    'phone e164, phone number, mobile, mobile number, mobile no, mobile phone, mobile phone number, cell',
    'cell phone, cellphone',
    'cell number, cell phone number, phone, phone no, telephone, telephone number, tel, tel no, whatsapp',
    'whatsapp number, whatsapp no, whats app, wa number, wa no, whatsapp phone, mobile whatsapp',
    'phones, mobiles, phone numbers, contact number, contact no, contact phone, mob, mob no, msisdn, ph, ph no, phone 1, mobile 1, text reminder number',
    'Mobil, Mobilnummer, Mobiltelefon, Handy, Handynummer, Telefon, Telefonnummer, Telefon-Nr., Tel.-Nr.',
    'Rufnummer, Rückrufnummer, Rufnr, Haupttelefon, TELF1, TELF2, TEL_NUMBER, MOB_NUMBER',
    'Móvil, Teléfono móvil, Celular, Número de celular, Número de móvil, Teléfono, Teléfono celular',
    'Número de teléfono, Num. de teléfono',
    'Portable, Téléphone portable, Numéro de portable, Tél. portable, Téléphone mobile, Téléphone',
    'Numéro de téléphone, N° de téléphone, Tél',
    'Cellulare, Numero di cellulare, Telefono cellulare, Telefono, Numero di telefono, Recapito telefonico',
    'Telemóvel, Número de telemóvel, Telefone celular, Telefone, Número de telefone, Fone',
    'Mobiel, Mobiel nummer, Mobiele nummer, Gsm, Gsm-nummer, Telefoon, Telefoonnummer, Telefoon nr',
    'Komórka, Telefon komórkowy, Numer telefonu, Nr telefonu, Nr tel, Numer komórkowy',
    'Cep telefonu, Cep numarası, Telefon numarası, Telefon no, GSM no, GSM numarası',
    'Мобильный, Мобильный телефон, Сотовый, Телефон, Номер телефона, Номер мобильного, Тел',
    'Мобільний, Мобільний телефон, Номер телефону',
    'मोबाइल, मोबाईल, मोबाइल नंबर, मोबाइल नम्बर, फ़ोन, फोन, फ़ोन नंबर, फोन नंबर, दूरभाष, संपर्क नंबर, दूरध्वनी',
    'الهاتف, هاتف, رقم الهاتف, رقم هاتف, الجوال, جوال, رقم الجوال, رقم جوال, موبايل, الموبايل, رقم الموبايل',
    'المحمول, تلفون',
    'Telepon, Nomor telepon, No telepon, No telp, No. HP, Nomor HP, HP, Handphone, Nomor handphone, Ponsel',
    'Nomor ponsel, Nomor WhatsApp, No WA',
    'Điện thoại, Số điện thoại, SĐT, Di động, Telefon bimbit, No telefon, เบอร์โทร, เบอร์โทรศัพท์, โทรศัพท์',
    'มือถือ, Telepono',
    'Mobilnummer, Telefonnummer, Mobiltelefon, Telefonnr, Mobilnr, Puhelin, Puhelinnumero, Matkapuhelin',
    'Mobilní telefon, Telefonní číslo, Telefónne číslo, Mobil, Telefonszám, Mobilszám, Număr de telefon',
    'Nr. telefon, Τηλέφωνο, Κινητό, טלפון, נייד, טלפון נייד',
    '电话, 电话号码, 手机, 手机号, 手机号码, 電話, 電話番号, 携帯, 携帯電話, 携帯番号, 전화, 전화번호, 휴대폰, 휴대전화, 핸드폰, موبایل, تلفن, شماره تلفن, فون',
    'فون نمبر, موبائل, 联系电话, 聯絡電話, 联系手机, phone no., phone mobile, mobile telephone, cel, celular whatsapp, zap',
    'رقم الواتساب, رقم واتساب, الواتساب, واتساب, رقم الاتصال, رقم التواصل, رقم التليفون, व्हाट्सएप नंबर, व्हाट्सऐप नंबर, お電話番号, 固定電話, 연락처',
    'Nummer mobil, Handy-Nr, Mobil-Nr., Tel mobil, Tel. privat, Telefon privat, Festnetz, Festnetznummer',
  ],
  name: [
    'full name, fullname, name, lead name, contact name, customer name, client name, contact, lead, customer',
    'display name, person, name full, contact person, person name, invitee, attendee, applicant, student name',
    'patient name, guest name, client, prospect, enquirer, inquirer, requester, name 1, wie heißen sie, wie heißt du, como te llamas',
    'cómo se llama, comment vous appelez vous, come ti chiami, hoe heet je, Cliente, Müşteri, Referente, Interlocuteur',
    'Vollständiger Name, Vor- und Nachname, Ansprechpartner, Kunde, Kundenname, Kontakt, Nombre completo',
    'Nombre y apellido, Nombre y apellidos, Nombre, Nom complet, Nom et prénom, Nom',
    'Nome completo, Nome e cognome, Nominativo, Nome, Volledige naam, Naam, Imię i nazwisko, Nazwa, Ad soyad',
    'Adı soyadı, İsim soyisim, Müşteri adı',
    'ФИО, Полное имя, Имя и фамилия, Контакт, Клиент, ПІБ, पूरा नाम, नाम, ग्राहक का नाम, الاسم, الاسم الكامل',
    'اسم العميل, Nama, Nama lengkap, Nama pelanggan',
    'Namn, Navn, Fullständigt namn, Fulde navn, Nimi, Celé jméno, Név, Teljes név, Nume, Nume complet',
    'Ονοματεπώνυμο, שם, שם מלא, Họ và tên, Họ tên, 姓名, 氏名, お名前, 성명, ชื่อ-นามสกุล',
  ],
  firstName: [
    'first name, firstname, given name, forename, fname, first, Christian name, name first, first names',
    'Vorname, Rufname, Primer nombre, Nombre de pila, Prénom, Prénoms, Nome di battesimo, Primeiro nome',
    'Voornaam, Imię, Ad, İsim, Adı',
    "Имя, Ім'я, पहला नाम, प्रथम नाम, الاسم الأول, الاسم الاول, Nama depan, Förnamn, Fornavn, Etunimi, Jméno",
    'Meno, Keresztnév, Prenume, Όνομα',
    'שם פרטי, Tên, 名, 名字, 이름, ชื่อ, نام',
  ],
  lastName: [
    'last name, lastname, surname, family name, lname, last, second name, name last',
    'Nachname, Familienname, Zuname, Apellido, Apellidos, Primer apellido, Nom de famille, Cognome, Sobrenome',
    'Apelido, Último nome, Achternaam, Familienaam',
    'Nazwisko, Soyad, Soyadı, Soyisim, Фамилия, Прізвище, उपनाम, अंतिम नाम, कुलनाम, اسم العائلة, الاسم الأخير',
    'الاسم الاخير, اللقب, Nama belakang',
    'Nama keluarga, Efternamn, Efternavn, Etternavn, Sukunimi, Příjmení, Priezvisko, Vezetéknév, Nume de familie',
    'Επώνυμο, שם משפחה, Họ, 姓, 姓氏, 성, นามสกุล, نام خانوادگی',
  ],
  email: [
    'email, emails, e-mail, email address, e-mail address, mail, email id, mail id, work email, email 1, SMTP_ADDR',
    'E-Mail-Adresse, Mailadresse, Correo, Correo electrónico, Dirección de correo, Email de contacto, Courriel',
    'Adresse e-mail, Adresse mail, Adresse électronique, Mél',
    'Indirizzo email, Posta elettronica, Endereço de email, Correio eletrónico, Correio eletrônico, E-mailadres',
    'Mailadres, Adres e-mail, Poczta, E-posta, Eposta, E-posta adresi',
    'Почта, Эл. почта, Электронная почта, Адрес электронной почты, Имейл, Емейл, Електронна пошта, ईमेल, ई-मेल',
    'ईमेल आईडी, ईमेल पता, البريد, البريد الإلكتروني, البريد الالكتروني, بريد إلكتروني, الايميل, ايميل',
    'Surel, Alamat email, E-postadress, E-postadresse, Sähköposti, E-mailová adresa, E-mail cím, Adresă de email',
    'Ηλεκτρονική διεύθυνση, אימייל, דואר אלקטרוני, Thư điện tử, 邮箱, 电子邮件, 電子郵件, メール, メールアドレス, 이메일, อีเมล, ایمیل',
  ],
  company: [
    'company, company name, organization, organisation, organization name, organisation name, business',
    'business name, employer, firm, account name, account',
    'company or organization, organization or company, company account',
    'Firma, Firmenname, Unternehmen, Betrieb, Empresa, Nombre de la empresa, Compañía, Razón social, Entreprise',
    "Société, Nom de l'entreprise, Raison sociale, Azienda, Società, Ragione sociale",
    'Nome da empresa, Companhia, Bedrijf, Bedrijfsnaam, Nazwa firmy, Przedsiębiorstwo, Şirket, Şirket adı',
    'Firma adı, Компания, Название компании, Организация, Фирма, Компанія',
    'कंपनी, कंपनी का नाम, संस्था, الشركة, اسم الشركة, المؤسسة, Perusahaan, Nama perusahaan, Företag, Virksomhed',
    'Bedrift, Yritys, Společnost, Spoločnosť, Cég, Cégnév, Companie, Εταιρεία, חברה, Công ty, 公司, 公司名称, 会社, 会社名',
    '회사, 회사명, บริษัท, شرکت',
  ],
  jobTitle: [
    'job title, title, position, role, designation, occupation, profession, organization title',
    'Berufsbezeichnung, Beruf, Funktion, Stelle, Cargo, Puesto, Profesión, Poste, Fonction, Intitulé du poste',
    'Posizione, Ruolo, Qualifica, Profissão, Função, Functie, Functietitel, Stanowisko, Ünvan, Pozisyon, Görev',
    'Должность, Посада, पद, पदनाम, المسمى الوظيفي, الوظيفة, المنصب, Jabatan, Posisi, Pekerjaan, Befattning',
    'Stilling, Titteli, Pozice, Beosztás, Funcție, Θέση, תפקיד, Chức vụ, 职位, 職位, 役職, 직책, 직위',
  ],
  notes: [
    'notes, note, comments, comment, remarks, remark, description, message, additional info, requirement',
    'Notizen, Notiz, Bemerkung, Bemerkungen, Kommentar, Anmerkung, Anmerkungen, Nachricht, Notas, Comentarios',
    'Comentario, Observaciones, Mensaje, Remarques, Remarque, Commentaire, Commentaires, Observations',
    'Annotazioni, Commenti, Osservazioni, Messaggio, Observações, Observação, Comentários, Mensagem, Notities',
    'Opmerkingen, Opmerking, Bericht, Notatki, Uwagi, Komentarz, Wiadomość, Notlar, Açıklama, Yorum, Mesaj',
    'Заметки, Примечание, Примечания, Комментарий, Комментарии, Сообщение, Примітки, टिप्पणी, टिप्पणियाँ, नोट',
    'नोट्स, ملاحظات, ملاحظة, تعليق, Catatan, Komentar, Keterangan, Anteckningar, Bemærkninger, Merknader',
    'Muistiinpanot, Poznámka, Megjegyzés, Observații, Σημειώσεις, הערות, Ghi chú, 备注, 備註, 備考, メモ, 메모, 비고',
  ],
  tags: [
    'tags, tag, labels, label, Schlagwörter, Etiketten, Etiquetas, Étiquettes, Etichette, Marcadores, Tagi',
    'Etykiety, Etiketler, Теги, Метки, टैग, وسوم, الوسوم, Taggar, Štítky, 标签, タグ, 태그',
  ],
  source: [
    'source, lead source, utm source, origin, channel, Quelle, Herkunft, Fuente, Origen, Canal, Provenance',
    'Origine, Fonte, Provenienza, Origem, Bron, Herkomst, Źródło, Kaynak',
    'Источник, Джерело, स्रोत, المصدر, مصدر, Sumber, Källa, Kilde, Lähde, Zdroj, Forrás, Sursă, Πηγή, מקור',
    'Nguồn, 来源, 來源, 流入元, 출처',
  ],
  ref: [
    'ref, reference, external id, external reference, lead id, record id, contact id, customer id, Referenz',
    'Referencia, Référence, Riferimento, Referência, Referentie, Referencja, Referans, Ссылка, المرجع, Referensi',
  ],
};

/** The names of each part of a lead, surest first. */
export function columnWords(field: LeadField): readonly string[] {
  return phrases(...WORDS[field]);
}

/** A phone column with one of these in its name is taken before one without: a mobile phone is answered by its owner. */
export const MOBILE_STEMS: readonly string[] = phrases(
  'mobil, móvil, cell, celul, portable, handy, telemóvel, gsm, komór, cep, whatsapp, мобил, мобіл, сотов, मोब, جوال, موبا, محمول',
  'no hp, nomor hp, handphone, ponsel, di động, มือถือ, matkapuhelin, κινητ, נייד, 手机, 携帯, 휴대, 핸드폰',
);
