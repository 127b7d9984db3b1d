export type { FakeFault, FakeRequest, FakeTarget, FakeTargetOptions } from './testing/fake-target.ts';
export { fakeTarget } from './testing/fake-target.ts';
