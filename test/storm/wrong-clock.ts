// Loaded before a worker: its clock is wrong by CLOCK_AHEAD_MS from the first line on.
const aheadMs = Number(process.env.CLOCK_AHEAD_MS);
const RealDate = Date;

globalThis.Date = new Proxy(RealDate, {
  construct: (target, args, self) =>
    Reflect.construct(target, args.length === 0 ? [RealDate.now() + aheadMs] : args, self),
  get: (target, name, self) => (name === 'now' ? () => RealDate.now() + aheadMs : Reflect.get(target, name, self)),
});
