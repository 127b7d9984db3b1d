/**
 * Words that a provider's message may show: those of grammar, of validation and of our trade. Whatever else stands there may be a name or somebody's
 * note, and there is no telling which.
 */
const WORDS = `
a about above after again all allowed already also an and another any are array as at available be because been before begin below between both but by can
cannot character characters chosen closed compatible contain contains could current date days decimal default deleted digits do does doesn't don't
duplicate duplicated each either empty end enough equal error exceed exceeds exist existing exists expected expired failed false field fields file first
following for format found from function get give given greater has have having hours id ids if in inactive incorrect inside integer internal into invalid
is isn't it item items its json key keys last later least length less letters like limit limited list long longer lower make malformed many match matching
may maximum minimum missing month more most must name names need needed needs negative new next no none not null number numbers numeric object of off offline
old on once one only or other out outside parameter passed past pattern per permission permitted please positive present previous property read received
refused remaining required requires resource same seconds selected server set short should small some spaces start string supported support system taken text
than that the them then there these they this time times to today too true try type types unable unauthenticated unauthorized under unexpected unique unknown
custom retrieved amount filter validation find access few left automatically manually disabled enabled ended started completed successfully seen cancelled changed
unrecognized unsupported until up upper url use used valid value values was were when where which whose will with without wrong year yet you your zero
account accounts action actions active address admin agent agents allocated api application archived assigned assignee assistant assistants attempts balance
billing body broadcast bulk call calls caller campaign campaigns card carrier code company connection contact contacts conversation country created credential
credentials credits currency customer customers data description details document documents domain duration email employee engine enterprise event events
folder gateway header host identifier import inbound insufficient instructions invitation invited job key label labels language lead leads license licence line
link login manager marketing member members message messages metadata method minutes mobile mode model modify multimodal note notes open outbound owner
page password path payment pending permissions phone pipeline plan prompt provider purchase query quota range rate rating reached record records region
registered request requests result role roles rotation route row rows rules schema scope search seat secret sender session sip size sms source speed stage
state status subscription suspended tag tags task team teams template temperature tenant ticket tickets token tokens tool tools total trunk update updated user users
variable variables voice voices webhook webhooks whatsapp workspace
`;

const PLAIN = new Set(WORDS.trim().split(/\s+/));

/** True for a word that may be printed, or a name made of such words: `phone_number`, `ADMIN`. */
export const isPlainWord = (word: string, known?: ReadonlySet<string>): boolean =>
  word
    .split(/[_-]+/)
    .every((part) => part === '' || PLAIN.has(part.toLowerCase()) || known?.has(part.toLowerCase()) === true);
