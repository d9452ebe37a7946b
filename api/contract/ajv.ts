import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { fullFormats } from 'ajv-formats/dist/formats.js'
import { schemas } from './schemas.ts'

/**
 * The one validator of the wire. Schemas compile when they are first needed: compiling all of them would be felt at every start.
 * They are not checked against their own meta-schema here; a test does that.
 */
const ajv = new Ajv2020({
  allErrors: true,
  strict: true,
  allowUnionTypes: true,
  validateSchema: false,
  // An error then carries the words that its schema has for it.
  verbose: true,
  formats: { 'date-time': fullFormats['date-time'], uuid: fullFormats.uuid },
})
// Only the generator of TypeScript types reads the one, and only the messages about fields the others.
ajv.addVocabulary(['tsType', 'patternWords', 'rangeWords'])
for (const schema of schemas.values()) ajv.addSchema(schema)

/** The validator of a schema, by the name of its file. */
export function validatorOf<T>(name: string): ValidateFunction<T> {
  const validate = ajv.getSchema<T>(`${name}.schema.json`)
  if (!validate) throw new Error(`There is no schema api/contract/schema/${name}.schema.json.`)
  return validate
}
