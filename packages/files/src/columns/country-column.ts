import { squeeze } from './words-of.ts';

/** The names of a column that holds a country, in the form that `squeeze` gives; those of the phone's own country first. */
const NAMES = [
  ...[
    'phonecountry',
    'phonecountrycode',
    'countrycodephone',
    'mobilecountrycode',
    'countrycallingcode',
    'callingcode',
    'phonecode',
    'dialcode',
  ],
  ...[
    'dialingcode',
    'diallingcode',
    'isdcode',
    'isd',
    'countrydialcode',
    'countrydialingcode',
    'countrycode',
    'ctrycode',
    'cc',
    'landervorwahl',
    'indicatif',
    'ddi',
    'codigopais',
    'codigodepais',
  ],
  ...[
    'country',
    'countryname',
    'countryregion',
    'countryiso',
    'countryisocode',
    'isocountrycode',
    'countryiso2',
    'sendercountryiso',
  ],
  ...[
    'billingcountry',
    'countrybilling',
    'mailingcountry',
    'leadcountry',
    'contactcountry',
    'homecountry',
    'customercountry',
    'address1country',
    'personcountry',
  ],
  ...[
    'land',
    'lander',
    'pays',
    'pais',
    'paese',
    'kraj',
    'ulke',
    'страна',
    'країна',
    'देश',
    'البلد',
    'الدولة',
    'negara',
    'maa',
    'zeme',
    'orszag',
    'tara',
    'χωρα',
    'ประเทศ',
    'quocgia',
    '国家',
    '国家地区',
    '國家',
    '国',
    '국가',
  ],
].map(squeeze);

/** The column that says of each row which country its phone is of; `undefined` where no name says so. */
export function guessCountryColumn(header: readonly string[], taken: ReadonlySet<number>): number | undefined {
  const found = header
    .map((name, index) => ({ index, rank: NAMES.indexOf(squeeze(name)) }))
    .filter(({ index, rank }) => rank !== -1 && !taken.has(index))
    .sort((a, b) => a.rank - b.rank);
  return found[0]?.index;
}
