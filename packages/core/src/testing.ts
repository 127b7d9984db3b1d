// For tests.
export type { FakeClock, FakeClockOptions } from './testing/fake-clock.ts';
export { fakeClock, seededRandom, settled } from './testing/fake-clock.ts';
export type { Answer, FakeFetch, SeenRequest } from './testing/fake-fetch.ts';
export {
  answering,
  body,
  cut,
  fails,
  html,
  json,
  redirect,
  refused,
  replies,
  reset,
  stalls,
  stallsInBody,
  tooManyRequests,
} from './testing/fake-fetch.ts';
export { identified, identifiedError } from './testing/identified.ts';
export type { StandIn, StandInMethod, StandInOptions } from './testing/stand-in.ts';
export { STAND_IN_OPERATIONS, standIn } from './testing/stand-in.ts';
