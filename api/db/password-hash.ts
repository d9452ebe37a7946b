import { hash, verify } from '@node-rs/argon2'

/** OWASP's first choice for argon2id: 19 MiB, two passes. About 10 ms. The package's default algorithm is argon2id. */
const cost = { memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 }

// The same letters typed on another keyboard or system may be other code points.
const normalise = (password: string): string => password.normalize('NFKC')

/** The text to store for a password. */
export const hashPassword = (password: string): Promise<string> => hash(normalise(password), cost)

/** Made once; its password is nobody's. */
let hashOfNobody: Promise<string> | undefined

/** Whether a password is right. Takes as long for a name that does not exist, so that time tells nobody which names do. */
export async function isPasswordOf(passwordHash: string | undefined, password: string): Promise<boolean> {
  hashOfNobody ??= hashPassword(crypto.randomUUID())
  const matches = await verify(passwordHash ?? (await hashOfNobody), normalise(password))
  return matches && passwordHash !== undefined
}
