/** Another worker has the generation now. Whatever we were doing with it is to be dropped without a write. */
export class LostLease extends Error {
  constructor() {
    super('The lease was lost to another worker.')
    this.name = 'LostLease'
  }
}

/** Goes on only if a fenced write found the row still ours. */
export function held(stillOurs: boolean): void {
  if (!stillOurs) throw new LostLease()
}
