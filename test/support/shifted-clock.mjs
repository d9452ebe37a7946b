// Loaded before everything else: the time of day in this process is not that of the machine, and jumps.
const hourMs = 60 * 60_000
const RealDate = Date
const offsetsMs = JSON.parse(process.env.CLOCK_OFFSETS_HOURS).map((hours) => hours * hourMs)
const everyMs = 700

let turn = 0
setInterval(() => (turn += 1), everyMs).unref()
const offsetMs = () => offsetsMs[turn % offsetsMs.length]

globalThis.Date = class extends RealDate {
  constructor(...args) {
    if (args.length === 0) super(RealDate.now() + offsetMs())
    else super(...args)
  }
  static now() {
    return RealDate.now() + offsetMs()
  }
}
