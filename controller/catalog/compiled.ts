import { Ajv, type Options, type ValidateFunction } from 'ajv';
import type { Aspect } from '../aspects/kit/aspect.js';

/**
 * The validator of a schema that is composed from a registry, compiled once for each: composing takes longer than
 * validating. It tells every error with the value, and writes defaults into what it validates.
 */
export function compiledPerRegistry(
  schemaOf: (aspects: readonly Aspect[]) => object,
  options: Options,
): (aspects: readonly Aspect[]) => ValidateFunction {
  const validators = new WeakMap<readonly Aspect[], ValidateFunction>();
  return (aspects) => {
    const known = validators.get(aspects);
    if (known !== undefined) return known;
    const ajv = new Ajv({ allErrors: true, verbose: true, useDefaults: true, strict: true, ...options });
    const validate = ajv.compile(schemaOf(aspects));
    validators.set(aspects, validate);
    return validate;
  };
}
