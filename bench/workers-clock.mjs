// Loaded into a process before anything else (--import): its clock runs as ever, from BENCH_NOW (milliseconds) on.
const moved = Number(process.env.BENCH_NOW) - Number(process.env.BENCH_AT);
if (moved) {
  const real = Date.now;
  const now = () => real() + moved;
  globalThis.Date = new Proxy(Date, {
    construct: (target, args) => Reflect.construct(target, args.length > 0 ? args : [now()], target),
    apply: () => new Date().toString(),
    get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
  });
}
