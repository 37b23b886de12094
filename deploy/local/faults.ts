import type { Fault, FaultQuestion, Principal } from './world.js';

/** Which requests a fault hits. A condition that is left out holds for all; all given ones must hold. */
export interface FaultRule {
  readonly fault: Fault;
  readonly account?: string;
  readonly operation?: string | readonly string[] | ((operation: string) => boolean);
  readonly bucket?: string | ((bucket: string) => boolean);
  /** An ARN, or a test of the principal. */
  readonly principal?: string | ((principal: Principal) => boolean);
  /** Of those that match, so many are hit by chance; 1 when left out. */
  readonly probability?: number;
  /** Ends the rule after so many hits. */
  readonly count?: number;
}

/** A rule in force. */
export interface ActiveFault {
  readonly rule: FaultRule;
  /** How often it has hit. */
  readonly fired: number;
  remove(): void;
}

/** The faults in force; where several match, the one added first hits. */
export class Faults {
  readonly #active = new Set<{ readonly rule: FaultRule; fired: number; remove(): void }>();
  readonly #random: () => number;
  #fired = 0;

  constructor(random: () => number) {
    this.#random = random;
  }

  /** How often any rule has hit so far, also rules that are gone. */
  get fired(): number {
    return this.#fired;
  }

  /** Puts a rule in force until it is removed or used up. */
  add(rule: FaultRule): ActiveFault {
    const active = { rule, fired: 0, remove: () => void this.#active.delete(active) };
    this.#active.add(active);
    return active;
  }

  /** Removes all rules. */
  clear(): void {
    this.#active.clear();
  }

  /** The fault that hits this request; asking counts as a hit. */
  faultFor(question: FaultQuestion): Fault | undefined {
    for (const active of this.#active) {
      const { rule } = active;
      if (active.fired >= (rule.count ?? Number.POSITIVE_INFINITY) || !concerns(rule, question)) continue;
      if (rule.probability !== undefined && this.#random() >= rule.probability) continue;
      active.fired += 1;
      this.#fired += 1;
      return rule.fault;
    }
    return undefined;
  }
}

function concerns(rule: FaultRule, question: FaultQuestion): boolean {
  const { operation, bucket, principal } = rule;
  if (rule.account !== undefined && rule.account !== question.account) return false;
  if (operation !== undefined && !named(operation, question.operation)) return false;
  if (bucket !== undefined && (question.bucket === undefined || !named(bucket, question.bucket)))
    return false;
  if (typeof principal === 'string') return principal === question.principal.arn;
  return principal === undefined || principal(question.principal);
}

function named(wanted: string | readonly string[] | ((name: string) => boolean), name: string): boolean {
  if (typeof wanted === 'function') return wanted(name);
  return typeof wanted === 'string' ? wanted === name : wanted.includes(name);
}
