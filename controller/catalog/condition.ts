import { Ajv } from 'ajv';
import type { Json } from '../domain/json.js';
import { frozen } from './freeze.js';

/** A condition on a state, as written and as a test. */
export interface Condition {
  readonly schema: Json;
  readonly holds: (state: Json) => boolean;
}

/** Compiles the conditions of one file: their schemas have no names that could clash, and are let go with the file. */
export class Conditions {
  readonly #ajv = new Ajv({ strict: true, strictTypes: false, strictRequired: false, strictTuples: false });

  /** Why a schema is none, or nothing if it is one. */
  fault(schema: Json): string | undefined {
    try {
      this.#ajv.compile(schema as boolean | object);
      return undefined;
    } catch (cause) {
      return cause instanceof Error ? cause.message : String(cause);
    }
  }

  /** Throws for what has a fault. */
  read(schema: Json): Condition {
    const test = this.#ajv.compile(schema as boolean | object);
    return { schema: frozen(schema), holds: (state) => test(state) === true };
  }
}
